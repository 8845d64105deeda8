/**
 * A throwaway Radicale: Debian's own, with a configuration of ours (Debian's refuses everyone), on a free
 * loopback port, in a folder that is kept only when one is given.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Authority,
  type Certificate,
  type CertificateQuality,
  createAuthority,
} from './certificates.ts';
import { type DavCredentials, deleteCard, putCard } from './dav-request.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { startOnFreePorts } from './listening-server.ts';
import { temporaryFolder } from './temporary-folders.ts';

export const radicalePackages = ['radicale', 'openssl'];

export interface RadicaleOptions {
  /** Keeps the collections in this folder, for another run; by default in a temporary one. */
  readonly folder?: string;
  /** Passwords by user name; the books are the first one's. Default: john. */
  readonly users?: Readonly<Record<string, string>>;
  /** The books that there are, by the last part of their URL; default: `contacts`. */
  readonly books?: readonly string[];
  /** Serve HTTPS with a certificate of this quality; by default plain HTTP. */
  readonly certificate?: CertificateQuality;
  /** Signs the certificate; by default one of its own. */
  readonly authority?: Authority;
}

export interface RadicaleServer extends DavCredentials {
  /** URL of the first book. */
  readonly url: string;
  /** URL of the server, where discovery starts. */
  readonly rootUrl: string;
  /** PEM file of the authority to trust, when it serves HTTPS. */
  readonly caFile: string | undefined;
  readonly folder: string;
  /** What Radicale prints. */
  readonly logFile: string;
  readonly pid: number;
  bookUrl(book: string): string;
  /**
   * Writes cards straight into a book's folder, byte for byte, as an import on the server does. It also
   * takes what a PUT refuses, and serves it as its library (vobject) reads it.
   */
  writeCards(cards: ReadonlyMap<string, string | Uint8Array>, book?: string): Promise<void>;
  /** PUTs one card; `name` is its file name. */
  putCard(name: string, card: string | Uint8Array, book?: string): Promise<void>;
  /** DELETEs one card. */
  deleteCard(name: string, book?: string): Promise<void>;
  /** Ends it, and removes its folder unless one was given. */
  stop(): Promise<void>;
}

/** Starts Radicale and waits until it listens; installs it first where that is possible. */
export async function startRadicale(options: RadicaleOptions = {}): Promise<RadicaleServer> {
  await ensureDebianPackages(radicalePackages);
  const temporary = options.folder === undefined ? temporaryFolder('radicale') : undefined;
  const folder = options.folder ?? temporary?.path ?? '';
  try {
    return await start(options, folder, async () => temporary?.remove());
  } catch (error) {
    await temporary?.remove();
    throw error;
  }
}

async function start(
  options: RadicaleOptions,
  folder: string,
  leave: () => Promise<void>,
): Promise<RadicaleServer> {
  const { users = defaultUsers, books = ['contacts'], certificate } = options;
  const [firstUser] = Object.entries(users);
  const [firstBook] = books;
  if (!firstUser || firstBook === undefined) throw new Error('Radicale needs a user and a book');
  const [username, password] = firstUser;

  const usersFile = join(folder, 'users');
  const configurationFile = join(folder, 'radicale.conf');
  const logFile = join(folder, 'radicale.log');
  const collections = join(folder, 'collections');
  const bookFolder = (book: string) => join(collections, 'collection-root', username, book);

  for (const book of books) {
    await mkdir(bookFolder(book), { recursive: true, mode: 0o700 });
    const properties = JSON.stringify({ tag: 'VADDRESSBOOK', 'D:displayname': book });
    await writeFile(join(bookFolder(book), '.Radicale.props'), properties);
  }
  const lines = Object.entries(users).map(([user, secret]) => `${user}:${secret}\n`);
  await writeFile(usersFile, lines.join(''), { mode: 0o600 });

  const authority =
    certificate && (options.authority ?? (await createAuthority(join(folder, 'certificates'))));
  const issued = await authority?.issue(['127.0.0.1', 'localhost'], certificate);

  const { process, ports } = await startOnFreePorts(1, async ([port = 0]) => {
    const text = configuration({ port, usersFile, collections, certificate: issued });
    await writeFile(configurationFile, text, { mode: 0o600 });
    return {
      command: 'radicale',
      parameters: ['--config', configurationFile],
      cwd: folder,
      logFile,
    };
  });

  const rootUrl = `${issued ? 'https' : 'http'}://127.0.0.1:${ports[0]}/`;
  const bookUrl = (book: string) => `${rootUrl}${username}/${encodeURIComponent(book)}/`;
  const cardUrl = (book: string, name: string) => bookUrl(book) + encodeURIComponent(name);
  const credentials = { username, password };
  const access = { credentials, caFile: authority?.caFile };
  return {
    ...credentials,
    url: bookUrl(firstBook),
    rootUrl,
    bookUrl,
    caFile: authority?.caFile,
    folder,
    logFile,
    pid: process.pid,
    async writeCards(cards, book = firstBook) {
      for (const [name, card] of cards) {
        const file = join(bookFolder(book), name);
        // Radicale passes over names that begin with a dot, so it never reads half a card.
        const unfinished = join(bookFolder(book), `.${name}.new`);
        await writeFile(unfinished, card);
        await rename(unfinished, file);
      }
    },
    putCard: (name, card, book = firstBook) => putCard(cardUrl(book, name), card, access),
    deleteCard: (name, book = firstBook) => deleteCard(cardUrl(book, name), access),
    async stop() {
      await process.stop();
      await leave();
    },
  };
}

interface Configuration {
  readonly port: number;
  readonly usersFile: string;
  readonly collections: string;
  readonly certificate: Certificate | undefined;
}

function configuration({ port, usersFile, collections, certificate }: Configuration): string {
  const tls = certificate
    ? ['ssl = True', `certificate = ${certificate.certFile}`, `key = ${certificate.keyFile}`]
    : [];
  return [
    ...['[server]', `hosts = 127.0.0.1:${port}`, ...tls],
    ...['[auth]', 'type = htpasswd', `htpasswd_filename = ${usersFile}`],
    ...['htpasswd_encryption = plain', 'delay = 0'],
    ...['[rights]', 'type = owner_only'],
    ...['[storage]', `filesystem_folder = ${collections}`],
    ...['[web]', 'type = none'],
    ...['[logging]', 'level = info', ''],
  ].join('\n');
}

const defaultUsers = { john: 'john-s address book' };
