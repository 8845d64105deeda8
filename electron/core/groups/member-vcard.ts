/**
 * Finds the name and the picture of a contact whom the roster does not name: in the contact's vCard
 * (XEP-0292, then XEP-0054), else in the nickname that the contact publishes (XEP-0172).
 *
 * Prosody 0.12.3 answers both vCard requests from the same vCard, and puts a published nickname into it;
 * ejabberd 23.01 knows XEP-0054 only. The contact may put anything into an answer, so text is cleaned and a
 * picture is checked.
 */
import { xml } from '@xmpp/client';
import type { MemberProfile } from '../store/member-profiles.ts';
import type { XmlElement } from '../xmpp/element.ts';
import { StanzaError } from '../xmpp/requests.ts';
import type { Session } from '../xmpp/session.ts';
import { avatarOf, avatarOfUri } from './avatar.ts';

const vcard4Namespace = 'urn:ietf:params:xml:ns:vcard-4.0';
const vcardNamespace = 'vcard-temp';
const pubsubNamespace = 'http://jabber.org/protocol/pubsub';
const nickNamespace = 'http://jabber.org/protocol/nick';

/** Conditions of a contact's server that cannot be reached now; it may answer another day. */
const passingConditions: ReadonlySet<string> = new Set([
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'internal-server-error',
]);

/** The contact's server cannot be reached; it may answer another day. */
export class MemberUnreachable extends Error {
  override readonly name = 'MemberUnreachable';
}

/**
 * @param jid a bare JID
 * @throws MemberUnreachable, or what the session throws where no answer came
 */
export async function memberVcard(
  jid: string,
  session: Pick<Session, 'query'>,
): Promise<MemberProfile> {
  const modern = await vcard4Of(jid, session);
  // Prosody returns the picture of a vCard in the XEP-0054 form alone.
  if (modern.name !== null && modern.avatar) return { ...modern, nameFrom: 'vcard4' };
  const legacy = await vcardOf(jid, session);
  const avatar = modern.avatar ?? legacy.avatar;
  if (modern.name !== null) return { name: modern.name, nameFrom: 'vcard4', avatar };
  if (legacy.name !== null) return { name: legacy.name, nameFrom: 'vcard', avatar };
  const nick = await publishedNick(jid, session);
  return { name: nick, nameFrom: nick === null ? null : 'nickname', avatar };
}

type Found = Pick<MemberProfile, 'name' | 'avatar'>;

async function vcard4Of(jid: string, session: Pick<Session, 'query'>): Promise<Found> {
  const answer = await ask(jid, xml('vcard', { xmlns: vcard4Namespace }), session);
  const card = answer?.getChild('vcard', vcard4Namespace);
  if (!card) return { name: null, avatar: null };
  return {
    name: textOf(card, 'nickname') ?? textOf(card, 'fn'),
    avatar: avatarOfUri(uriOf(card, 'photo')),
  };
}

async function vcardOf(jid: string, session: Pick<Session, 'query'>): Promise<Found> {
  const answer = await ask(jid, xml('vCard', { xmlns: vcardNamespace }), session);
  const card = answer?.getChild('vCard', vcardNamespace);
  if (!card) return { name: null, avatar: null };
  return {
    name: clean(card.getChildText('NICKNAME')) ?? clean(card.getChildText('FN')),
    avatar: avatarOf(card.getChild('PHOTO')?.getChildText('BINVAL') ?? ''),
  };
}

async function publishedNick(jid: string, session: Pick<Session, 'query'>): Promise<string | null> {
  const items = xml('items', { node: nickNamespace, max_items: '1' });
  const answer = await ask(jid, xml('pubsub', { xmlns: pubsubNamespace }, items), session);
  const nick = answer
    ?.getChild('pubsub', pubsubNamespace)
    ?.getChild('items')
    ?.getChild('item')
    ?.getChild('nick', nickNamespace);
  return clean(nick?.text());
}

/** The answer, or null where the contact publishes nothing of the kind. */
async function ask(
  jid: string,
  payload: XmlElement,
  session: Pick<Session, 'query'>,
): Promise<XmlElement | null> {
  try {
    return await session.query(jid, payload);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    if (passingConditions.has(error.condition)) throw new MemberUnreachable(error.condition);
    return null;
  }
}

/** XEP-0292 §3: `<fn><text>…</text></fn>`. */
function textOf(card: XmlElement, property: string): string | null {
  return clean(card.getChild(property)?.getChildText('text'));
}

function uriOf(card: XmlElement, property: string): string {
  return card.getChild(property)?.getChildText('uri') ?? '';
}

const longestName = 200;

/** One line without control characters, bidirectional ones too; null where nothing is left. */
function clean(text: string | null | undefined): string | null {
  const line = (text ?? '')
    .replace(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return line === '' ? null : line.slice(0, longestName).trim();
}
