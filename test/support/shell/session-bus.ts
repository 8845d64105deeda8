/** A D-Bus session bus of our own, with or without a tray host on it: what a Linux desktop would have. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@homebridge/dbus-native';
import { ensureDebianPackages } from '../../servers/debian-packages.ts';

declare module '@homebridge/dbus-native' {
  function createClient(options: { busAddress: string }): Client;
  interface Client {
    readonly connection: { end(): void; once(event: 'end', listener: () => void): void };
    requestName(name: string, flags: number, done: (error: Error | null) => void): void;
    exportInterface(implementation: object, objectPath: string, description: object): void;
  }
}

const watcher = 'org.kde.StatusNotifierWatcher';

export interface SessionBus {
  /** For `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  /** Puts a tray host on the bus, as a desktop's panel does. */
  addTrayHost(): Promise<void>;
  removeTrayHost(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a bus without a tray host. */
export async function startSessionBus(): Promise<SessionBus> {
  await ensureDebianPackages(['dbus-daemon']);
  const folder = await mkdtemp(path.join(tmpdir(), 'rolodial-bus-'));
  const configuration = path.join(folder, 'bus.conf');
  await writeFile(configuration, bareBus(path.join(folder, 'bus')));
  const daemon = spawn(
    'dbus-daemon',
    [`--config-file=${configuration}`, '--nofork', '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const address = await firstLine(daemon);
  let host: ReturnType<typeof createClient> | undefined;
  return {
    address,
    async addTrayHost() {
      const client = createClient({ busAddress: address });
      host = client;
      client.exportInterface({ IsStatusNotifierHostRegistered: true }, '/StatusNotifierWatcher', {
        name: watcher,
        methods: {},
        signals: {},
        properties: { IsStatusNotifierHostRegistered: 'b' },
      });
      await new Promise<void>((resolve, reject) => {
        client.requestName(watcher, 0, (error) => (error ? reject(error) : resolve()));
      });
    },
    async removeTrayHost() {
      const gone = new Promise<void>((resolve) => host?.connection.once('end', resolve));
      host?.connection.end();
      await gone;
    },
    async stop() {
      host?.connection.end();
      daemon.kill();
      await once(daemon, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A session bus that starts no services: the desktop's own would outlive the test. */
function bareBus(socket: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('no output');
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += String(chunk);
  });
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`dbus-daemon gave no address: ${complaints}`);
}
