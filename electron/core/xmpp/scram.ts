/**
 * The client's side of one SCRAM login (RFC 5802; RFC 7677 for SHA-256), without channel binding.
 *
 * @xmpp/client 0.14.0 (through sasl-scram-sha-1 1.4.0) awaits 10,000 WebCrypto promises instead of one call
 * of PBKDF2 (0.55 s a login with Prosody's default rounds), supports SHA-1 alone, and checks neither the
 * server's nonce nor the server's signature.
 */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export type ScramHash = 'sha1' | 'sha256' | 'sha512';

export interface ScramAccount {
  readonly username: string;
  /** As SASLprep gives it. */
  readonly password: string;
}

/** The server does not prove that it knows the password, or breaks the exchange. */
export class ServerProofError extends Error {
  override readonly name = 'ServerProofError';
}

/** Servers ask for 4,096 to 200,000 rounds; a hostile one could keep a core busy with far more. */
const mostRounds = 5_000_000;

export class ScramExchange {
  readonly #hash: ScramHash;
  readonly #account: ScramAccount;
  readonly #nonce: string;
  #serverSignature: Buffer | undefined;
  #proved = false;

  /** @param nonce printable ASCII without a comma, never used before */
  constructor(
    hash: ScramHash,
    account: ScramAccount,
    nonce: string = randomBytes(24).toString('base64'),
  ) {
    this.#hash = hash;
    this.#account = account;
    this.#nonce = nonce;
  }

  /** Whether the server has shown that it knows the password. */
  get proved(): boolean {
    return this.#proved;
  }

  /** The client-first-message (RFC 5802 §7). */
  first(): string {
    return `n,,${this.#firstBare()}`;
  }

  /**
   * The client-final-message, with the proof.
   * @throws ServerProofError where the server-first-message is not one
   */
  async final(serverFirst: string): Promise<string> {
    const { nonce, salt, rounds } = this.#readServerFirst(serverFirst);
    const { password } = this.#account;
    const size = createHash(this.#hash).digest().length;
    const salted = await promisify(pbkdf2)(password, salt, rounds, size, this.#hash);
    const withoutProof = `c=biws,r=${nonce}`;
    const authMessage = `${this.#firstBare()},${serverFirst},${withoutProof}`;
    const clientKey = this.#hmac(salted, 'Client Key');
    const storedKey = createHash(this.#hash).update(clientKey).digest();
    const clientSignature = this.#hmac(storedKey, authMessage);
    const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0));
    this.#serverSignature = this.#hmac(this.#hmac(salted, 'Server Key'), authMessage);
    return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`;
  }

  /**
   * Checks the server-final-message, which comes with the success or in a challenge before it.
   * @throws ServerProofError where the signature is not the one that the password gives
   */
  verify(serverFinal: string): void {
    const attributes = attributesOf(serverFinal);
    const signature = Buffer.from(attributes.get('v') ?? '', 'base64');
    const expected = this.#serverSignature;
    if (!expected || signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw new ServerProofError('the signature of the server is wrong');
    this.#proved = true;
  }

  #firstBare(): string {
    const name = this.#account.username.replaceAll('=', '=3D').replaceAll(',', '=2C');
    return `n=${name},r=${this.#nonce}`;
  }

  #readServerFirst(text: string): { nonce: string; salt: Buffer; rounds: number } {
    const attributes = attributesOf(text);
    if (attributes.has('m')) throw new ServerProofError('the server wants an unknown extension');
    const nonce = attributes.get('r') ?? '';
    // RFC 5802 §5.1: ours, and something of the server's; otherwise an old exchange could be replayed.
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length)
      throw new ServerProofError('the nonce of the server does not continue ours');
    const rounds = Number(attributes.get('i'));
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > mostRounds)
      throw new ServerProofError('the number of rounds makes no sense');
    return { nonce, salt: Buffer.from(attributes.get('s') ?? '', 'base64'), rounds };
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text, 'utf8').digest();
  }
}

/** `a=value,b=value`; a value may hold `=`, never a comma. */
function attributesOf(text: string): Map<string, string> {
  return new Map(text.split(',').map((pair) => [pair.slice(0, 1), pair.slice(2)]));
}
