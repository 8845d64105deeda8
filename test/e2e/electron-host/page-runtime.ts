/**
 * The code that the stand-in puts into every page before the page's own: the preload's world with
 * `ipcRenderer` and `contextBridge`, and the main world's end of the bridge.
 *
 * The preload runs in an isolated world, as in Electron: the same document, other globals. The worlds call
 * each other over DOM events with a secret name, which are synchronous, and carry strings only, so that no
 * object of one world is ever held by the other.
 *
 * Each function goes to the page as text and must not refer to anything outside itself.
 */
import type { LiveValues, Wire } from './wire.ts';

type MakeWire = (live?: LiveValues) => Wire;

interface Bridge {
  expose(key: string, api: unknown): void;
  onExpose(listener: (key: string, api: unknown) => void): void;
}
type MakeBridge = (here: string, there: string, secret: string, makeWire: MakeWire) => Bridge;

/** One end of the bridge between the worlds. */
export function makeBridge(
  here: string,
  there: string,
  secret: string,
  makeWire: MakeWire,
): Bridge {
  type Call = (...values: unknown[]) => unknown;
  type Outcome = { readonly value: unknown } | { readonly error: unknown };
  type Message =
    | { readonly kind: 'expose'; readonly key: string; readonly api: unknown }
    | { readonly kind: 'call'; readonly id: number; readonly values: unknown }
    | { readonly kind: 'return'; readonly outcome: Outcome }
    | { readonly kind: 'settle'; readonly id: number; readonly outcome: Outcome };

  const functions = new Map<number, Call>();
  const ids = new WeakMap<Call, number>();
  const promises = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let returned: Outcome | undefined;
  let exposed: (key: string, api: unknown) => void = () => {};

  const post = (message: Message) =>
    window.dispatchEvent(new CustomEvent(secret + there, { detail: JSON.stringify(message) }));
  const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

  const wire = makeWire({
    packFunction(callable) {
      const known = ids.get(callable);
      if (known !== undefined) return known;
      lastId += 1;
      ids.set(callable, lastId);
      functions.set(lastId, callable);
      return lastId;
    },
    unpackFunction: (id) => {
      return (...values) => {
        post({ kind: 'call', id, values: wire.pack(values) });
        const outcome = returned;
        if (!outcome) throw new Error('the other world did not answer');
        if ('error' in outcome) throw wire.unpack(outcome.error);
        return wire.unpack(outcome.value);
      };
    },
    packPromise(promise) {
      lastId += 1;
      const id = lastId;
      promise.then(
        (value) => post({ kind: 'settle', id, outcome: { value: wire.pack(value) } }),
        (error) => post({ kind: 'settle', id, outcome: { error: wire.pack(asError(error)) } }),
      );
      return id;
    },
    unpackPromise(id) {
      const pending = Promise.withResolvers<unknown>();
      promises.set(id, pending);
      return pending.promise;
    },
  });

  function call(id: number, values: unknown): Outcome {
    try {
      return { value: wire.pack(functions.get(id)?.(...(wire.unpack(values) as unknown[]))) };
    } catch (error) {
      return { error: wire.pack(asError(error)) };
    }
  }

  function receive(message: Message): void {
    switch (message.kind) {
      case 'expose':
        exposed(message.key, wire.unpack(message.api));
        return;
      case 'call':
        post({ kind: 'return', outcome: call(message.id, message.values) });
        return;
      case 'return':
        returned = message.outcome;
        return;
      case 'settle': {
        const pending = promises.get(message.id);
        promises.delete(message.id);
        if ('error' in message.outcome) pending?.reject(wire.unpack(message.outcome.error));
        else pending?.resolve(wire.unpack(message.outcome.value));
      }
    }
  }

  window.addEventListener(
    secret + here,
    (event) => {
      event.stopImmediatePropagation();
      receive(JSON.parse((event as CustomEvent<string>).detail));
    },
    true,
  );
  return {
    expose: (key, api) => void post({ kind: 'expose', key, api: wire.pack(api) }),
    onExpose(listener) {
      exposed = listener;
    },
  };
}

/** Runs in the main world: puts there what the preload exposes, frozen. */
export function startMainWorld(secret: string, makeWire: MakeWire, bridge: MakeBridge): void {
  const deepFreeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) deepFreeze(inner);
      Object.freeze(value);
    }
    return value;
  };
  bridge('main', 'preload', secret, makeWire).onExpose((key, api) => {
    Object.defineProperty(window, key, { value: deepFreeze(api), enumerable: true });
  });
}

/** Runs in the preload's world: Electron's modules for a sandboxed preload, then the preload itself. */
export function startPreloadWorld(
  secret: string,
  makeWire: MakeWire,
  bridge: MakeBridge,
  preload: (require: (id: string) => unknown, module: object, exports: object) => void,
): void {
  type Listener = (event: object, ...values: unknown[]) => void;
  type Message =
    | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
    | { readonly kind: 'failure'; readonly id: number; readonly message: string }
    | { readonly kind: 'send'; readonly channel: string; readonly values: unknown };
  type World = typeof globalThis & {
    standInPost(message: string): void;
    standInReceive(message: string): void;
  };

  // Electron gives frames within the page no preload, unless asked to.
  if (window !== window.top) return;

  const world = globalThis as World;
  const post = world.standInPost;
  const wire = makeWire();
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, Set<Listener>>();
  let lastId = 0;

  const complaining = <Target extends object>(name: string, target: Target): Target =>
    new Proxy(target, {
      get(object, property) {
        if (typeof property === 'symbol' || property in object)
          return Reflect.get(object, property);
        throw new Error(`not implemented: ${name}.${property} (electron stand-in)`);
      },
    });

  const ipcRenderer = complaining('ipcRenderer', {
    invoke(channel: string, ...values: unknown[]): Promise<unknown> {
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      const packed = wire.pack(values);
      pending.set(lastId, answer);
      post(JSON.stringify({ kind: 'invoke', id: lastId, channel, values: packed }));
      return answer.promise;
    },
    on(channel: string, listener: Listener): void {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
    },
    off(channel: string, listener: Listener): void {
      listeners.get(channel)?.delete(listener);
    },
  });

  world.standInReceive = (text) => {
    const message: Message = JSON.parse(text);
    if (message.kind === 'send') {
      const values = wire.unpack(message.values) as unknown[];
      for (const listener of listeners.get(message.channel) ?? []) {
        listener({ sender: ipcRenderer }, ...values);
      }
      return;
    }
    const answer = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'reply') answer?.resolve(wire.unpack(message.value));
    else answer?.reject(new Error(message.message));
  };

  const contextBridge = complaining('contextBridge', {
    exposeInMainWorld: bridge('preload', 'main', secret, makeWire).expose,
  });
  const electron = complaining('electron (in preload)', { contextBridge, ipcRenderer });
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  };
  const module = { exports: {} };
  try {
    preload(require, module, module.exports);
  } catch (error) {
    post(JSON.stringify({ kind: 'preload-error', message: String(error) }));
    throw error;
  }
}
