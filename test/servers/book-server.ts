/** What tests do with the address books of a real CardDAV server, whichever it is. */
import {
  type DavCredentials,
  type DavRequest,
  davRequest,
  deleteCard,
  makeBook,
  putCard,
} from './dav-request.ts';

/** A running server with one user, who has one book. */
export interface BookServer extends DavCredentials {
  /** URL of the server, where discovery starts. */
  readonly rootUrl: string;
  /** URL of the collection that the user's books are in. */
  readonly home: string;
  /** URL of the user's first book. */
  readonly url: string;
  readonly credentials: DavCredentials;
  /** What the server prints. */
  readonly logFile: string;
  bookUrl(book: string): string;
  /** PUTs one card; `name` is its file name. */
  putCard(name: string, card: string | Uint8Array, book?: string): Promise<void>;
  /** DELETEs one card. */
  deleteCard(name: string, book?: string): Promise<void>;
  makeBook(book: string): Promise<void>;
  deleteBook(book: string): Promise<void>;
  /** Any other request of the user's. */
  request(url: string, request: DavRequest): ReturnType<typeof davRequest>;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

/** One whose data can go back to what they were. */
export interface RestorableServer extends BookServer {
  /** Keeps all that there is, in place of what was kept before. */
  backUp(): Promise<void>;
  /** Puts back what was kept. */
  restore(): Promise<void>;
}

interface BookServerAddresses
  extends Pick<BookServer, 'rootUrl' | 'home' | 'credentials' | 'logFile'> {
  /** The last part of the URL of the user's first book. */
  readonly book: string;
}

export function bookServer({
  book: firstBook,
  ...addresses
}: BookServerAddresses): Omit<BookServer, 'stop'> {
  const { home, credentials } = addresses;
  const bookUrl = (book: string) => `${home}${encodeURIComponent(book)}/`;
  const cardUrl = (book: string, name: string) => bookUrl(book) + encodeURIComponent(name);
  const request = (url: string, wanted: DavRequest) => davRequest(url, { credentials, ...wanted });
  return {
    ...addresses,
    ...credentials,
    url: bookUrl(firstBook),
    bookUrl,
    putCard: (name, card, book = firstBook) => putCard(cardUrl(book, name), card, { credentials }),
    deleteCard: (name, book = firstBook) => deleteCard(cardUrl(book, name), { credentials }),
    makeBook: (book) => makeBook(bookUrl(book), book, { credentials }),
    async deleteBook(book) {
      // The answer is no proof: Cyrus 3.6 deletes the book and says 404.
      const { status } = await request(bookUrl(book), { method: 'DELETE' });
      const left = await request(bookUrl(book), { method: 'PROPFIND', headers: { depth: '0' } });
      if (left.status !== 404) throw new Error(`${bookUrl(book)} stays (${status}): ${left.body}`);
    },
    request,
  };
}
