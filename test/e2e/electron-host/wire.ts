/**
 * How values cross between the page, the preload script and the main process, in the stand-in as JSON.
 *
 * Electron clones structures; the contract of Rolodial carries nothing but JSON values and `undefined`, so
 * anything else is refused loudly. The function runs in Node and, as text, in both worlds of the page: it
 * must not refer to anything outside itself.
 */

export interface Wire {
  pack(value: unknown): unknown;
  unpack(packed: unknown): unknown;
}

/** What only one side knows: how functions and promises cross `contextBridge`. */
export interface LiveValues {
  packFunction(callable: (...values: unknown[]) => unknown): number;
  unpackFunction(id: number): (...values: unknown[]) => unknown;
  packPromise(promise: PromiseLike<unknown>): number;
  unpackPromise(id: number): Promise<unknown>;
}

/** @param live for `contextBridge`; over IPC neither functions nor promises can be cloned */
export function makeWire(live?: LiveValues): Wire {
  type Packed = { readonly $: string; readonly of?: unknown };

  function pack(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw new Error(`not implemented: cloning ${value}`);
      return value;
    }
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'function') {
      if (!live) throw new Error('An object could not be cloned.');
      return { $: 'function', of: live.packFunction(value as () => unknown) };
    }
    if (typeof value !== 'object') throw new Error(`not implemented: cloning a ${typeof value}`);
    if (Array.isArray(value)) return value.map(pack);
    if (value instanceof Error) return { $: 'error', of: [value.name, value.message] };
    if (typeof (value as { then?: unknown }).then === 'function') {
      if (!live) throw new Error('An object could not be cloned.');
      return { $: 'promise', of: live.packPromise(value as PromiseLike<unknown>) };
    }
    const kind = Object.prototype.toString.call(value);
    if (kind !== '[object Object]') throw new Error(`not implemented: cloning ${kind}`);
    return {
      $: 'object',
      of: Object.entries(value).map(([key, inner]) => [key, pack(inner)]),
    };
  }

  function unpack(packed: unknown): unknown {
    if (packed === null || typeof packed !== 'object') return packed;
    if (Array.isArray(packed)) return packed.map(unpack);
    const { $: kind, of } = packed as Packed;
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'error': {
        const [name, message] = of as [string, string];
        return Object.assign(new Error(message), { name });
      }
      case 'object':
        // Not `Object.assign`: a key "__proto__" must arrive as a key.
        return Object.fromEntries(
          (of as [string, unknown][]).map(([key, inner]) => [key, unpack(inner)]),
        );
      case 'function':
        if (live) return live.unpackFunction(of as number);
        break;
      case 'promise':
        if (live) return live.unpackPromise(of as number);
        break;
      default:
    }
    throw new Error(`not implemented: receiving ${kind}`);
  }

  return { pack, unpack };
}
