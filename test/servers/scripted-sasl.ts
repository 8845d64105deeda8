/** One login to the mock, message by message: PLAIN, or SCRAM with a fault where one is wanted. */
import { type ScramFault, scramServer } from './scripted-scram.ts';

export interface SaslScript {
  /** Default: john. */
  readonly user: string;
  /** Default: secret. */
  readonly password: string;
  readonly scramFault?: ScramFault;
  /** Where the server's last word goes; default: with the success (RFC 6120 §6.3.10). */
  readonly lastWord?: 'success' | 'challenge';
}

export interface SaslStep {
  readonly kind: 'challenge' | 'success' | 'failure';
  /** In Base64. */
  readonly text: string;
}

/** Takes the client's messages one by one, in Base64. */
export function saslLogin(mechanism: string, script: SaslScript): (message: string) => SaslStep {
  const { user, password, scramFault, lastWord = 'success' } = script;
  const step = (kind: SaslStep['kind'], text = '') => ({
    kind,
    text: Buffer.from(text).toString('base64'),
  });
  if (mechanism === 'PLAIN') {
    return (message) =>
      Buffer.from(message, 'base64').toString('utf8') === `\0${user}\0${password}`
        ? step('success')
        : step('failure');
  }
  const scram = scramServer(
    mechanism.slice('SCRAM-'.length).replace('-', ''),
    password,
    scramFault,
  );
  let stage = 0;
  return (message) => {
    const text = Buffer.from(message, 'base64').toString('utf8');
    stage += 1;
    if (stage === 1) return step('challenge', scram.first(text));
    if (stage === 3) return step('success');
    const last = scram.final(text);
    if (last === undefined) return step('failure');
    if (scramFault === 'no-signature') return step('success');
    return step(lastWord, last);
  };
}
