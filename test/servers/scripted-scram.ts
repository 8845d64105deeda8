/** The server's side of SCRAM (RFC 5802 §3), for the mock: right, or wrong in one chosen way. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

export type ScramFault = 'wrong-signature' | 'no-signature' | 'foreign-nonce' | 'absurd-rounds';

const salt = Buffer.from('QSXCR+Q6sek8bf92', 'base64');
const rounds = 4096;

/** One login. `first` answers the client's first message; `final` its second, or undefined where the proof is wrong. */
export function scramServer(hash: string, password: string, fault?: ScramFault) {
  let clientFirstBare = '';
  let serverFirst = '';
  return {
    first(clientFirst: string): string {
      clientFirstBare = clientFirst.slice('n,,'.length);
      const [, clientNonce = ''] = /r=([^,]*)/.exec(clientFirstBare) ?? [];
      const nonce = fault === 'foreign-nonce' ? 'somebody-else-s' : `${clientNonce}server`;
      const count = fault === 'absurd-rounds' ? 4_000_000_000 : rounds;
      serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${count}`;
      return serverFirst;
    },
    final(clientFinal: string): string | undefined {
      const [withoutProof = '', proof = ''] = clientFinal.split(',p=');
      const size = createHash(hash).digest().length;
      const salted = pbkdf2Sync(password, salt, rounds, size, hash);
      const message = `${clientFirstBare},${serverFirst},${withoutProof}`;
      const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
      const clientKey = hmac(salted, 'Client Key');
      const stored = createHash(hash).update(clientKey).digest();
      const signature = hmac(stored, message);
      const expected = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
      if (!expected.equals(Buffer.from(proof, 'base64'))) return undefined;
      const key = fault === 'wrong-signature' ? 'Another Key' : 'Server Key';
      return `v=${hmac(hmac(salted, key), message).toString('base64')}`;
    },
  };
}
