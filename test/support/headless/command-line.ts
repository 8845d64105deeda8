/** The built command line, run as a stranger runs it: a settings file, a data folder, arguments. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startProcess } from '../../servers/processes.ts';
import type { ProsodyServer } from '../../servers/prosody.ts';
import type { RadicaleServer } from '../../servers/radicale.ts';
import { temporaryFolder } from '../../servers/temporary-folders.ts';

const program = path.resolve(import.meta.dirname, '../../../dist/headless/cli.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON document that it must be. */
  json(): unknown;
}

/** A folder with a settings file, and the command line over it. */
export interface CommandLine {
  readonly folder: string;
  readonly settingsFile: string;
  readonly dataFolder: string;
  /** Replaces the settings file; a string is written as it is. */
  configure(settings: unknown): void;
  run(...args: string[]): Promise<Outcome>;
  /** Starts it and leaves it running. */
  start(...args: string[]): ReturnType<typeof startProcess>;
  /** Removes the folder. */
  remove(): Promise<void>;
}

/** Secrets as files, readable for tests that change them. */
const secrets = { xmpp: 'xmpp.secret', carddav: 'carddav.secret' };

export function commandLine(settings?: unknown): CommandLine {
  const folder = temporaryFolder('command-line');
  const settingsFile = path.join(folder.path, 'settings.json');
  const dataFolder = path.join(folder.path, 'data');
  const configure = (value: unknown) =>
    writeFileSync(settingsFile, typeof value === 'string' ? value : JSON.stringify(value));
  if (settings !== undefined) configure(settings);

  const start = (...args: string[]) => {
    const data = args.includes('--data') ? [] : ['--data', dataFolder];
    const common = ['--config', settingsFile, ...data];
    return startProcess(process.execPath, [program, ...args, ...common], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, HOME: folder.path, XDG_CONFIG_HOME: '', NO_PROXY: '*' },
    });
  };
  return {
    folder: folder.path,
    settingsFile,
    dataFolder,
    configure,
    start,
    async run(...args) {
      const running = await start(...args);
      const { stdout, stderr } = running.child;
      if (!stdout || !stderr) throw new Error('the streams must be pipes');
      const [out, err, { code }] = await Promise.all([text(stdout), text(stderr), running.ended]);
      return { code, stdout: out, stderr: err, json: () => JSON.parse(out) };
    },
    remove: () => folder.remove(),
  };
}

/** An address book and who may read it. */
type BookServer = Pick<RadicaleServer, 'url' | 'username' | 'password'>;

/** An XMPP server with John's account: Prosody, or another. */
export type XmppServer = Pick<ProsodyServer, 'domain' | 'host' | 'port' | 'caFile' | 'users'>;

/** A profile of John's over real servers, as the documentation shows one. */
export function johnsProfile(prosody: XmppServer, radicale: BookServer) {
  return {
    id: 'john',
    xmpp: {
      jid: `john@${prosody.domain}`,
      password: { file: secrets.xmpp },
      host: prosody.host,
      port: prosody.port,
      tls: { ca: prosody.caFile },
    },
    carddav: {
      url: radicale.url,
      username: radicale.username,
      password: { file: secrets.carddav },
    },
    dids: [
      { number: '+10345678901', alias: 'Home' },
      { number: '+10473828482', alias: 'Work' },
    ],
    domain: 'sms.example.com',
  };
}

/** The command line of John, over real servers. */
export function johnsCommandLine(prosody: XmppServer, radicale: BookServer): CommandLine {
  const made = commandLine({ profiles: [johnsProfile(prosody, radicale)] });
  writeFileSync(path.join(made.folder, secrets.xmpp), `${prosody.users['john']}\n`, {
    mode: 0o600,
  });
  writeFileSync(path.join(made.folder, secrets.carddav), radicale.password, { mode: 0o600 });
  return made;
}

/** The settings of a command line, changed and written back. */
export function reconfigure(
  line: CommandLine,
  change: (profile: ReturnType<typeof johnsProfile>) => void,
): void {
  const settings = JSON.parse(readFileSync(line.settingsFile, 'utf8'));
  change(settings.profiles[0]);
  line.configure(settings);
}
