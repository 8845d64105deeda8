/**
 * Reads the answer to a PROPFIND (RFC 4918 §9.1): which resources there are and what they say of
 * themselves. Values stay the text that the server sent: a display name `2024` or an ETag `1.50` is no number.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { incompleteAnswer, refuseOtherThanMultistatus } from './errors.ts';
import { harmless, MultistatusError } from './multistatus.ts';

/** The value of one property. */
interface PropertyValue {
  /** All its text, without white space around it. */
  readonly text: string;
  /** The `href` elements in it, absolute. */
  readonly hrefs: readonly string[];
  /** Local names of all elements in it, at any depth: `collection`, `addressbook`, `sync-collection`… */
  readonly elements: readonly string[];
}

export interface PropertyResource {
  /** Absolute. */
  readonly href: string;
  /** Of the whole resource (RFC 4918 §14.24), or undefined where its properties have each their own. */
  readonly status: number | undefined;
  /** By local name; those alone that the server gave with a status of success. */
  readonly props: ReadonlyMap<string, PropertyValue>;
}

/** A home of a thousand books is 1 MB; the parser would collect what never ends. */
const maximumBytes = 32_000_000;

/**
 * Reads a multistatus of properties to its end.
 *
 * @param url the address that was asked; relative addresses in the answer belong to it
 * @throws RolodialError `carddav-invalid-answer` where it is no multistatus, `carddav-incomplete` where it
 *   is cut off, not well-formed or empty (a resource that is there answers for itself, RFC 4918 §9.1)
 */
export async function readProperties(response: Response, url: URL): Promise<PropertyResource[]> {
  refuseOtherThanMultistatus(response, url);
  const resources: PropertyResource[] = [];
  const parser = propertyParser(response.url || url.href, (resource) => resources.push(resource));
  try {
    const decoder = new TextDecoder();
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maximumBytes) throw new MultistatusError('it has no end');
      parser.write(decoder.decode(chunk, { stream: true }));
    }
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    throw error instanceof MultistatusError ? incompleteAnswer(url, error) : error;
  }
  if (resources.length === 0) {
    throw incompleteAnswer(url, new MultistatusError('it says nothing of the address asked'));
  }
  return resources;
}

/** What is known so far of the property that is being read. */
interface OpenProperty {
  readonly name: string;
  text: string;
  readonly hrefs: string[];
  readonly elements: string[];
}

interface OpenPropstat {
  status: number;
  readonly props: Map<string, PropertyValue>;
}

function propertyParser(base: string, onResource: (resource: PropertyResource) => void) {
  const parser = new SaxesParser<{ xmlns: true }>({ xmlns: true });
  const path: string[] = [];
  let href = '';
  let status: number | undefined;
  let props = new Map<string, PropertyValue>();
  let propstat: OpenPropstat = { status: 200, props: new Map() };
  let property: OpenProperty | undefined;
  let text = '';

  parser.on('error', (error) => {
    if (!harmless.test(error.message)) throw new MultistatusError(error.message);
  });
  parser.on('doctype', () => {
    throw new MultistatusError('a document type is not accepted');
  });
  parser.on('opentag', (tag) => {
    const parent = path.at(-1);
    path.push(davName(tag));
    text = '';
    if (path.length === 1 && path[0] !== 'multistatus') {
      throw new MultistatusError(`<${tag.local}> is not a multistatus`);
    }
    if (property) property.elements.push(tag.local);
    else if (parent === 'prop') {
      property = { name: tag.local, text: '', hrefs: [], elements: [] };
    } else if (path.at(-1) === 'response') {
      href = '';
      status = undefined;
      props = new Map();
    } else if (path.at(-1) === 'propstat') propstat = { status: 200, props: new Map() };
  });
  const collect = (part: string) => {
    text += part;
    if (property) property.text += part;
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', (tag) => {
    const name = davName(tag);
    path.pop();
    const parent = path.at(-1);
    if (property) {
      if (parent === 'prop') {
        propstat.props.set(property.name, { ...property, text: property.text.trim() });
        property = undefined;
      } else if (name === 'href' && text.trim() !== '') property.hrefs.push(absolute(text, base));
    } else if (name === 'href' && parent === 'response') href = absolute(text, base);
    else if (name === 'status' && parent === 'response') status = statusOf(text);
    else if (name === 'status' && parent === 'propstat') propstat.status = statusOf(text) ?? 200;
    else if (name === 'propstat' && propstat.status < 300) {
      for (const [local, value] of propstat.props) props.set(local, value);
    } else if (name === 'response') {
      if (href === '') throw new MultistatusError('a response without an address');
      onResource({ href, status, props });
    }
    text = '';
  });
  return parser;
}

/** The local name of a WebDAV element; a name that no WebDAV element has for any other. */
function davName(tag: SaxesTagNS): string {
  return tag.uri === 'DAV:' ? tag.local : `{${tag.uri}}${tag.local}`;
}

function absolute(href: string, base: string): string {
  const trimmed = href.trim();
  if (trimmed === '' || !URL.canParse(trimmed, base)) {
    throw new MultistatusError(`"${trimmed}" is not an address`);
  }
  return new URL(trimmed, base).href;
}

/** The code in `HTTP/1.1 200 OK`. */
function statusOf(line: string): number | undefined {
  const code = /^HTTP\/\S+\s+(\d{3})\b/.exec(line.trim())?.[1];
  return code === undefined ? undefined : Number(code);
}
