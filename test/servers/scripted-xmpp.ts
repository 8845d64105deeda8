/**
 * A mock of an XMPP server: plain TCP or TLS, one user, and after the login nothing but what the test
 * scripts. For what a real server cannot be made to do: forged pushes, lies, silence, garbage.
 */
import { type EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { xml } from '@xmpp/client';
import type { Certificate } from './certificates.ts';
import { type SaslScript, type SaslStep, saslLogin } from './scripted-sasl.ts';

type XmlElement = ReturnType<typeof xml>;

export interface ScriptedOptions extends Partial<SaslScript> {
  /** Default: `example.com`. */
  readonly domain?: string;
  /** Default: `PLAIN` alone, which is quick. */
  readonly mechanisms?: readonly string[];
  /** Offers SASL2 with Bind 2 (XEP-0388, XEP-0386) instead of the old way. */
  readonly sasl2?: boolean;
  /** STARTTLS, required; or TLS from the first byte. */
  readonly tls?: { readonly certificate: Certificate; readonly direct?: boolean };
  /** More stream features after the login, as XML. */
  readonly features?: string;
  /** What is answered to the roster get: the `query`. Default: an empty one. */
  readonly roster?: string;
  /** Where to send whoever opens a stream (RFC 6120 §4.9.3.19), each time; `undefined` lets them in. */
  readonly redirect?: (stage: { secure: boolean; authenticated: boolean }) => string | undefined;
  /** Any element after the login; returns true where nothing else is to be done with it. */
  readonly onElement?: (element: XmlElement, connection: ScriptedConnection) => boolean | undefined;
}

export interface ScriptedConnection {
  /** Every element that came after the login, oldest first. */
  readonly received: readonly XmlElement[];
  /** The full JID that was given out. */
  readonly jid: string;
  /** Sends anything, well-formed or not. */
  send(text: string | Buffer): void;
  /** The first element, received already or to come, for which this holds; rejects after 5 s. */
  expect(holds: (element: XmlElement) => boolean): Promise<XmlElement>;
  /** Ends the connection at once. */
  cut(): void;
  readonly closed: Promise<unknown>;
}

export interface ScriptedXmpp {
  readonly domain: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly jid: string;
  readonly password: string;
  /** Those that have logged in, oldest first. */
  readonly connections: readonly ScriptedConnection[];
  /** Every `auth` or `authenticate` that came, also the refused ones: its mechanism. */
  readonly attempts: readonly string[];
  stop(): Promise<void>;
}

/** The library's own parser; its types do not have it. */
const { Parser } = xml as unknown as {
  Parser: new () => EventEmitter & { write(text: string): void };
};

const expectationMs = 5_000;

export async function startScriptedXmpp(options: ScriptedOptions = {}): Promise<ScriptedXmpp> {
  const { domain = 'example.com', user = 'john', password = 'secret', tls } = options;
  const context = tls && {
    cert: readFileSync(tls.certificate.certFile),
    key: readFileSync(tls.certificate.keyFile),
  };
  const sockets = new Set<Socket>();
  const connections: ScriptedConnection[] = [];
  const attempts: string[] = [];
  const script = { ...options, domain, user, password, context, attempts };
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, script, (connection) => connections.push(connection));
  };
  const listener =
    context && tls?.direct
      ? createTlsServer({ ...context, ALPNProtocols: ['xmpp-client'] }, accept)
      : createServer(accept);
  listener.on('tlsClientError', () => undefined);
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  return {
    domain,
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    jid: `${user}@${domain}`,
    password,
    connections,
    attempts,
    async stop() {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

type Script = ScriptedOptions &
  SaslScript & {
    readonly domain: string;
    readonly context: { cert: Buffer; key: Buffer } | undefined;
    readonly attempts: string[];
  };

/** One connection, from the first byte. */
function converse(
  raw: Socket,
  script: Script,
  onLogin: (connection: ScriptedConnection) => void,
): void {
  const { domain, user, features = '', roster = '', context, sasl2 = false } = script;
  let socket: Socket = raw;
  let secure = raw instanceof TLSSocket;
  let authenticated = false;
  let login: ReturnType<typeof saslLogin> | undefined;
  let connection: (ScriptedConnection & { take(element: XmlElement): void }) | undefined;
  listen(socket);

  function listen(to: Socket): void {
    const decoder = new StringDecoder('utf8');
    let parser = newParser();
    to.setNoDelay(true);
    to.on('error', () => undefined);
    to.on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk);
      // A new header begins a new document.
      if (text.includes('<?xml')) parser = newParser();
      parser.write(text);
    });
  }

  function newParser() {
    const parser = new Parser();
    parser.on('start', () => {
      socket.write(
        `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='${domain}' version='1.0'>`,
      );
      const elsewhere = script.redirect?.({ secure, authenticated });
      if (elsewhere === undefined) {
        socket.write(`<stream:features>${offered()}</stream:features>`);
        return;
      }
      const error = `<see-other-host xmlns='${namespaces.streams}'>${elsewhere}</see-other-host>`;
      socket.end(`<stream:error>${error}</stream:error></stream:stream>`);
    });
    parser.on('element', (element: XmlElement) => hear(element));
    parser.on('end', () => socket.end('</stream:stream>'));
    parser.on('error', () => socket.destroy());
    return parser;
  }

  function offered(): string {
    if (context && !secure) return `<starttls xmlns='${namespaces.tls}'><required/></starttls>`;
    if (authenticated) return `<bind xmlns='${namespaces.bind}'/>${features}`;
    const mechanisms = (script.mechanisms ?? ['PLAIN'])
      .map((name) => `<mechanism>${name}</mechanism>`)
      .join('');
    return sasl2
      ? `<authentication xmlns='${namespaces.sasl2}'>${mechanisms}<inline><bind xmlns='${namespaces.bind2}'/></inline></authentication>`
      : `<mechanisms xmlns='${namespaces.sasl}'>${mechanisms}</mechanisms>`;
  }

  function hear(element: XmlElement): void {
    if (connection) connection.take(element);
    else if (element.name === 'starttls') startTls();
    else if (element.name === 'auth' || element.name === 'authenticate') {
      script.attempts.push(element.attrs['mechanism']);
      login = saslLogin(element.attrs['mechanism'], script);
      const first = sasl2 ? element.getChildText('initial-response') : element.text();
      answerLogin(login(first ?? ''));
    } else if (element.name === 'response' && login) answerLogin(login(element.text()));
    else if (authenticated) bind(element);
  }

  function answerLogin({ kind, text }: SaslStep): void {
    const xmlns = sasl2 ? namespaces.sasl2 : namespaces.sasl;
    if (kind === 'challenge') socket.write(`<challenge xmlns='${xmlns}'>${text}</challenge>`);
    else if (kind === 'failure') {
      socket.write(`<failure xmlns='${xmlns}'><not-authorized/></failure>`);
    } else if (sasl2) {
      const last = text === '' ? '' : `<additional-data>${text}</additional-data>`;
      const identifier = `<authorization-identifier>${user}@${domain}/2</authorization-identifier>`;
      enter('2');
      socket.write(
        `<success xmlns='${xmlns}'>${last}${identifier}<bound xmlns='${namespaces.bind2}'/></success><stream:features>${features}</stream:features>`,
      );
    } else {
      authenticated = true;
      socket.write(`<success xmlns='${xmlns}'>${text}</success>`);
    }
  }

  function bind(element: XmlElement): void {
    const resource = element.getChild('bind')?.getChildText('resource') ?? '';
    // The library may take an old stream up again instead; that is the test's to script.
    if (!element.getChild('bind')) {
      enter('');
      connection?.take(element);
      return;
    }
    enter(resource);
    socket.write(
      `<iq type='result' id='${element.attrs['id']}'><bind xmlns='${namespaces.bind}'><jid>${user}@${domain}/${resource}</jid></bind></iq>`,
    );
  }

  function enter(resource: string): void {
    const received: XmlElement[] = [];
    const waiting = new Set<() => void>();
    const entered = {
      received,
      jid: `${user}@${domain}/${resource}`,
      send: (text: string | Buffer) => void socket.write(text),
      async expect(holds: (element: XmlElement) => boolean) {
        const deadline = Date.now() + expectationMs;
        for (;;) {
          const found = received.find(holds);
          if (found) return found;
          if (Date.now() > deadline) throw new Error(`not received: ${received.join('\n')}`);
          await new Promise<void>((resolve) => {
            waiting.add(resolve);
            setTimeout(resolve, 50);
          });
        }
      },
      cut: () => socket.resetAndDestroy(),
      closed: once(raw, 'close'),
      take(element: XmlElement) {
        received.push(element);
        for (const wake of waiting) wake();
        waiting.clear();
        if (script.onElement?.(element, entered)) return;
        if (element.attrs['type'] === 'get' && element.getChild('query', 'jabber:iq:roster')) {
          const query = `<query xmlns='jabber:iq:roster'>${roster}</query>`;
          socket.write(`<iq type='result' id='${element.attrs['id']}'>${query}</iq>`);
        } else if (element.attrs['type'] === 'set') {
          socket.write(`<iq type='result' id='${element.attrs['id']}'/>`);
        }
      },
    };
    connection = entered;
    onLogin(entered);
  }

  function startTls(): void {
    socket.write(`<proceed xmlns='${namespaces.tls}'/>`);
    socket.removeAllListeners('data');
    socket = new TLSSocket(raw, { isServer: true, ...context });
    secure = true;
    listen(socket);
  }
}

const namespaces = {
  streams: 'urn:ietf:params:xml:ns:xmpp-streams',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  sasl2: 'urn:xmpp:sasl:2',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  bind2: 'urn:xmpp:bind:0',
} as const;
