/** Handles what the server sends unasked: roster pushes, pings, presence. It sends nothing itself. */
import { xml } from '@xmpp/client';
import { rosterNamespace, type XmlElement } from './element.ts';
import type { Presences } from './presence.ts';
import type { RosterChange, RosterMirror } from './roster.ts';

export interface StanzaContext {
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

/** Handles a stanza that answers no request of ours; returns the reply that the protocol wants, if any. */
export function handleStanza(stanza: XmlElement, context: StanzaContext): XmlElement | undefined {
  if (stanza.name === 'presence') {
    context.presences.read(stanza);
    context.onPresence();
  }
  if (stanza.name !== 'iq') return undefined;
  const { type } = stanza.attrs;
  const query = type === 'set' ? stanza.getChild('query', rosterNamespace) : undefined;
  if (query) return handlePush(stanza, query, context);
  if (type === 'get' && stanza.getChild('ping', 'urn:xmpp:ping')) return result(stanza);
  return refusal(stanza, 'cancel', 'service-unavailable');
}

/**
 * RFC 6121 §2.1.6: only the account itself pushes. Any other push is forged and gets no answer, since an
 * error would tell the sender that the account is online. A malformed push of the own server is answered
 * with an error (RFC 6120 §8.2.3 wants an answer to every set) and changes nothing.
 */
function handlePush(
  stanza: XmlElement,
  query: XmlElement,
  { roster, isOwn, onPush, log }: StanzaContext,
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
