/**
 * What keeps the stand-in honest: asking it for anything that it does not have throws "not implemented: X"
 * instead of giving `undefined`, and so does listening for an event that it never fires.
 */
import { EventEmitter } from 'node:events';

export class NotImplementedError extends Error {
  constructor(what: string) {
    super(`not implemented: ${what} (electron stand-in)`);
    this.name = 'NotImplementedError';
  }
}

/** JavaScript itself asks every object for these, so they prove nothing about the app. */
const askedByTheLanguage: ReadonlySet<string> = new Set(['then', 'toJSON', 'asymmetricMatch']);

/**
 * A prototype that throws where a property lookup would end in `undefined`. As a prototype it sees only
 * what the object and its classes lack; a proxy around the object would also break its private fields.
 */
function complaining(base: object, nameOf: (receiver: object) => string): object {
  return new Proxy(base, {
    get(target, property, receiver: object) {
      if (typeof property === 'symbol' || property in target || askedByTheLanguage.has(property)) {
        return Reflect.get(target, property, receiver);
      }
      throw new NotImplementedError(`${nameOf(receiver)}.${property}`);
    },
  });
}

/** Makes an object throw for every property that it does not have. */
export function loud<Target extends object>(name: string, target: Target): Target {
  return Object.setPrototypeOf(
    target,
    complaining(Object.prototype, () => name),
  );
}

/** The base of classes whose instances are to be loud. */
export class LoudObject {}
Object.setPrototypeOf(
  LoudObject.prototype,
  complaining(Object.prototype, (receiver) => receiver.constructor.name),
);

type Listen = Parameters<EventEmitter['on']>;

/** The base of classes with events: takes listeners for the events that it knows, and throws for others. */
export class LoudEmitter extends EventEmitter {
  readonly #known: ReadonlySet<string>;

  /** @param known the events that are really fired here */
  constructor(known: readonly string[]) {
    super();
    this.#known = new Set(known);
  }

  override on(...[event, listener]: Listen): this {
    this.#mustKnow(event);
    return super.on(event, listener);
  }

  override addListener(...[event, listener]: Listen): this {
    this.#mustKnow(event);
    return super.addListener(event, listener);
  }

  override once(...[event, listener]: Listen): this {
    this.#mustKnow(event);
    return super.once(event, listener);
  }

  #mustKnow(event: string | symbol): void {
    if (typeof event === 'string' && !this.#known.has(event)) {
      throw new NotImplementedError(`event "${event}" of ${this.constructor.name}`);
    }
  }
}
Object.setPrototypeOf(
  LoudEmitter.prototype,
  complaining(EventEmitter.prototype, (receiver) => receiver.constructor.name),
);

/** Refuses options whose effect is not imitated: taking and ignoring them would prove nothing. */
export function mustKnowOptions(what: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new NotImplementedError(`option "${unknown}" of ${what}`);
}

/** An event that can be prevented, as Electron hands it to listeners. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
