/** Rolodial's session against the scripted server, with short times. */
import {
  openSession,
  type Session,
  type SessionOptions,
  type XmppAccount,
} from '../../../electron/core/xmpp/session.ts';
import {
  type ScriptedConnection,
  type ScriptedOptions,
  type ScriptedXmpp,
  startScriptedXmpp,
} from '../../servers/scripted-xmpp.ts';

export interface Stage {
  readonly server: ScriptedXmpp;
  readonly session: Session;
  /** The session's end of the wire. */
  readonly wire: ScriptedConnection;
  /** What the session wrote to the log. */
  readonly log: string[];
  /** How often a push changed the mirror. */
  readonly pushes: () => number;
  leave(): Promise<void>;
}

export function accountOf(server: ScriptedXmpp, account: Partial<XmppAccount> = {}): XmppAccount {
  const { jid, password, host, port } = server;
  return { jid, password, host, port, allowUnencrypted: true, ...account };
}

/** Starts a scripted server and logs in to it. */
export async function stage(
  script: ScriptedOptions = {},
  account: Partial<XmppAccount> = {},
  { timing = {}, ...options }: SessionOptions = {},
): Promise<Stage> {
  const server = await startScriptedXmpp(script);
  const log: string[] = [];
  let pushes = 0;
  const session = await openSession(
    accountOf(server, account),
    new AbortController().signal,
    () => {
      pushes += 1;
    },
    { log: (line) => log.push(line), timing: { closeMs: 200, ...timing }, ...options },
  );
  const wire = server.connections.at(-1);
  if (!wire) throw new Error('nobody has logged in');
  return {
    server,
    session,
    wire,
    log,
    pushes: () => pushes,
    async leave() {
      await session.close();
      await server.stop();
    },
  };
}
