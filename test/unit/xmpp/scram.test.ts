import { describe, expect, it } from 'vitest';
import { ScramExchange, ServerProofError } from '../../../electron/core/xmpp/scram.ts';
import { type ScramFault, scramServer } from '../../servers/scripted-scram.ts';

/** The examples of the standards: user "user", password "pencil". */
const examples = [
  {
    title: 'RFC 5802 §5',
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    title: 'RFC 7677 §3',
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    serverFirst:
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;

const account = { username: 'user', password: 'pencil' };

describe('SCRAM', () => {
  it.each(examples)('follows the example of $title to the letter', async (example) => {
    const exchange = new ScramExchange(example.hash, account, example.nonce);
    expect(exchange.first()).toBe(example.first);
    expect(await exchange.final(example.serverFirst)).toBe(example.final);
    expect(exchange.proved).toBe(false);
    exchange.verify(example.serverFinal);
    expect(exchange.proved).toBe(true);
  });

  it('escapes a comma and an equals sign in the name (RFC 5802 §5.1)', () => {
    const exchange = new ScramExchange('sha1', { username: 'a,b=c', password: '' }, 'x');
    expect(exchange.first()).toBe('n,,n=a=2Cb=3Dc,r=x');
  });

  it('uses another nonce each time', () => {
    const nonces = Array.from({ length: 50 }, () => new ScramExchange('sha1', account).first());
    expect(new Set(nonces).size).toBe(50);
  });

  it.each(['sha1', 'sha256', 'sha512'] as const)('agrees with a server on %s', async (hash) => {
    const server = scramServer(hash, account.password);
    const exchange = new ScramExchange(hash, account);
    const last = server.final(await exchange.final(server.first(exchange.first())));
    exchange.verify(last ?? '');
    expect(exchange.proved).toBe(true);
  });

  it.each([
    ['foreign-nonce', 'nonce'],
    ['absurd-rounds', 'rounds'],
    ['wrong-signature', 'signature'],
  ] as const)('does not go on with a server of %s', async (fault: ScramFault, words) => {
    const server = scramServer('sha256', account.password, fault);
    const exchange = new ScramExchange('sha256', account);
    const login = async () => {
      const last = server.final(await exchange.final(server.first(exchange.first())));
      exchange.verify(last ?? '');
    };
    await expect(login()).rejects.toThrow(ServerProofError);
    await expect(login()).rejects.toThrow(words);
    expect(exchange.proved).toBe(false);
  });

  it.each([
    ['the very nonce of the client, with nothing of the server', 'r=abc,s=QQ==,i=4096'],
    ['an extension that nobody knows', 'm=x,r=abcd,s=QQ==,i=4096'],
    ['no rounds', 'r=abcd,s=QQ=='],
    ['no rounds at all', 'r=abcd,s=QQ==,i=0'],
    ['half a round', 'r=abcd,s=QQ==,i=0.5'],
    ['nothing', ''],
  ])('refuses a first message with %s', async (_, message) => {
    const exchange = new ScramExchange('sha1', account, 'abc');
    await expect(exchange.final(message)).rejects.toThrow(ServerProofError);
  });

  it('believes no signature before there was a challenge', () => {
    const exchange = new ScramExchange('sha1', account);
    expect(() => exchange.verify('v=')).toThrow(ServerProofError);
  });

  it('lets the program go on while it counts as many rounds as servers ask for', async () => {
    const exchange = new ScramExchange('sha1', account, 'abc');
    let wentOn = false;
    const final = exchange.final('r=abcd,s=QSXCR+Q6sek8bf92,i=200000');
    setImmediate(() => {
      wentOn = true;
    });
    await final;
    expect(wentOn).toBe(true);
  });
});
