/** What becomes of a stanza that the server sends unasked: roster pushes, pings, presence. Decides, sends nothing. */
import { xml } from '@xmpp/client';
import { rosterNamespace, type XmlElement } from './element.ts';
import type { Presences } from './presence.ts';
import type { RosterChange, RosterMirror } from './roster.ts';

export interface Incoming {
  readonly roster: RosterMirror;
  readonly presences: Presences;
  /** Whether this bare JID, in lower case, is the account's own. */
  isOwn(bareJid: string): boolean;
  /** After each push that changed the mirror. */
  onPush(change: RosterChange): void;
  /** After each presence stanza. */
  onPresence(): void;
  log(line: string): void;
}

/** Takes in a stanza that is no answer, and gives the reply that the protocol wants, if any. */
export function takeIn(stanza: XmlElement, incoming: Incoming): XmlElement | undefined {
  if (stanza.name === 'presence') {
    incoming.presences.read(stanza);
    incoming.onPresence();
  }
  if (stanza.name !== 'iq') return undefined;
  const { type } = stanza.attrs;
  const query = type === 'set' ? stanza.getChild('query', rosterNamespace) : undefined;
  if (query) return takePush(stanza, query, incoming);
  if (type === 'get' && stanza.getChild('ping', 'urn:xmpp:ping')) return result(stanza);
  return refusal(stanza, 'cancel', 'service-unavailable');
}

/**
 * RFC 6121 §2.1.6: only the account itself pushes. Anybody else's push is forged and gets no answer at
 * all: an error would tell the stranger that somebody is here. What the own server pushes wrongly is
 * answered (RFC 6120 §8.2.3 wants an answer to every set) and changes nothing.
 */
function takePush(
  stanza: XmlElement,
  query: XmlElement,
  { roster, isOwn, onPush, log }: Incoming,
): XmlElement | undefined {
  const from: unknown = stanza.attrs['from'];
  if (from !== undefined && !(typeof from === 'string' && isOwn(from.toLowerCase()))) {
    log(`Ignored a roster push from ${String(from)}, who may not push.`);
    return undefined;
  }
  const change = roster.readPush(query);
  if (!change) {
    log('Refused a roster push of the server that does not hold exactly one item.');
    return refusal(stanza, 'modify', 'bad-request');
  }
  onPush(change);
  return result(stanza);
}

function result({ attrs }: XmlElement): XmlElement {
  return xml('iq', { type: 'result', to: attrs['from'], id: attrs['id'] });
}

function refusal({ attrs }: XmlElement, type: string, condition: string): XmlElement {
  const error = xml(
    'error',
    { type },
    xml(condition, { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }),
  );
  return xml('iq', { type: 'error', to: attrs['from'], id: attrs['id'] }, error);
}
