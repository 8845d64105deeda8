/**
 * Whether the desktop has a tray.
 *
 * Electron cannot tell on Linux. The specification (StatusNotifierItem, freedesktop.org) has a watcher on the
 * session bus that knows whether a host shows icons. It may start after us at login, and restarts with the
 * panel.
 */
import { connect, type Socket } from 'node:net';
import { type MessageBus, sessionBus } from '@homebridge/dbus-native';
import type { Log } from '../core/host.ts';

export interface TrayHost {
  /** False until known. */
  readonly present: boolean;
  /** Calls the listener at every change until the returned function is called. */
  onChange(listener: (present: boolean) => void): () => void;
}

// The package's own types cover its use by Homebridge only.
declare module '@homebridge/dbus-native' {
  function sessionBus(options: { stream?: Socket }): MessageBus;
  interface MessageBus {
    readonly signals: import('node:events').EventEmitter;
    mangle(path: string, interfaceName: string, member: string): string;
  }
}

const watcherName = 'org.kde.StatusNotifierWatcher';
const watcherPath = '/StatusNotifierWatcher';
const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' } as const;

/** D-Bus: do not start a service for this call. */
const noAutoStart = 0x2;

/** Watches for a tray host on Linux; other systems always have one. */
export function watchTrayHost(platform: NodeJS.Platform, log: Log): TrayHost {
  const listeners = new Set<(present: boolean) => void>();
  let present = platform !== 'linux';

  function set(now: boolean): void {
    if (now === present) return;
    present = now;
    log(now ? 'a tray host is there' : 'the tray host has gone');
    for (const listener of listeners) listener(now);
  }

  if (platform === 'linux') watchSessionBus(set, log);
  return {
    get present() {
      return present;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function watchSessionBus(found: (present: boolean) => void, log: Log): void {
  let connection: MessageBus;
  try {
    connection = sessionBus(abstractSocket(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? ''));
  } catch (error) {
    log(`no session bus, so no tray: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  const lost = (reason: string) => {
    log(`the session bus is lost: ${reason}`);
    found(false);
  };
  connection.connection.on('error', (error: Error) => lost(error.message));
  connection.connection.on('end', () => lost('closed'));

  const ask = () => askWatcher(connection, found);
  // A restarted panel has lost our icon, even where it is back before we ask.
  const ownerChanged = { interface: bus.destination, member: 'NameOwnerChanged' };
  listen(connection, { path: bus.path, arg0: watcherName, ...ownerChanged }, () => {
    found(false);
    ask();
  });
  for (const member of ['StatusNotifierHostRegistered', 'StatusNotifierHostUnregistered']) {
    listen(connection, { path: watcherPath, interface: watcherName, member }, ask);
  }
  ask();
}

/** Node connects to abstract sockets itself, for which the library would need a native module. */
function abstractSocket(address: string): { stream?: Socket } {
  const name = /^unix:(?:[^;]*,)?abstract=([^,;]+)/.exec(address)?.[1];
  return name === undefined ? {} : { stream: connect(`\0${name}`) };
}

interface Signal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly arg0?: string;
}

function listen(connection: MessageBus, signal: Signal, heard: () => void): void {
  const rule = Object.entries(signal).map(([key, value]) => `${key}='${value}'`);
  const message = { ...bus, interface: bus.destination, member: 'AddMatch' };
  connection.invoke({ ...message, signature: 's', body: [rule.join(',')] }, () => {});
  connection.signals.on(connection.mangle(signal.path, signal.interface, signal.member), heard);
}

/** An error means that there is no watcher, and so no host. */
function askWatcher(connection: MessageBus, found: (present: boolean) => void): void {
  const message = {
    destination: watcherName,
    path: watcherPath,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    flags: noAutoStart,
    signature: 'ss',
    body: [watcherName, 'IsStatusNotifierHostRegistered'],
  };
  connection.invoke(message, (error, value: unknown) => found(!error && isTrue(value)));
}

/** A variant arrives as its signature's tree and its values: `[[{type: 'b'}], [true]]`. */
function isTrue(variant: unknown): boolean {
  return Array.isArray(variant) && Array.isArray(variant[1]) && variant[1][0] === true;
}
