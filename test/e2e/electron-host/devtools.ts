/**
 * A DevTools protocol client. Our own and not Playwright's, because what the stand-in decides (may this
 * page go there?) hangs on the order of events within one session.
 */
import { EventEmitter } from 'node:events';
import type { CDPSession } from 'playwright-core';

/** One session: Playwright's types of commands and events. */
export type DevTools = Pick<CDPSession, 'send' | 'on'>;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface PendingCall {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class DevToolsConnection {
  /** The browser's own session. */
  readonly root: DevTools;
  readonly #socket: WebSocket;
  readonly #sessions = new Map<string, EventEmitter>();
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.root = this.session('');
    socket.addEventListener('message', (event) => this.#receive(JSON.parse(String(event.data))));
    socket.addEventListener('close', () => {
      for (const call of this.#pending.values()) call.reject(new Error(`${call.method}: closed`));
      this.#pending.clear();
    });
  }

  static async open(endpoint: string): Promise<DevToolsConnection> {
    const socket = new WebSocket(endpoint);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`no answer from ${endpoint}`)));
    });
    return new DevToolsConnection(socket);
  }

  session(sessionId: string): DevTools {
    const events = this.#sessions.get(sessionId) ?? new EventEmitter();
    this.#sessions.set(sessionId, events);
    const send = (method: string, params: object = {}) => this.#call(sessionId, method, params);
    // The protocol's types are Playwright's; what goes over the socket is theirs by construction.
    return { send, on: events.on.bind(events) } as unknown as DevTools;
  }

  #call(sessionId: string, method: string, params: object): Promise<unknown> {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Error(`${method}: the browser has gone`));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
    });
    const session = sessionId === '' ? {} : { sessionId };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return answer;
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      if (message.method === undefined) return;
      this.#sessions.get(message.sessionId ?? '')?.emit(message.method, message.params);
      return;
    }
    const call = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
    else call?.resolve(message.result);
  }
}
