/** Elements of the stream. The library does not export their type. */
import type { xml } from '@xmpp/client';

export type XmlElement = ReturnType<typeof xml>;

export const rosterNamespace = 'jabber:iq:roster';
export const streamManagementNamespace = 'urn:xmpp:sm:3';

export function isStanza({ name }: XmlElement): boolean {
  return name === 'iq' || name === 'message' || name === 'presence';
}

/** Whether a stanza answers a request. */
export function isAnswer({ name, attrs }: XmlElement): boolean {
  return name === 'iq' && (attrs['type'] === 'result' || attrs['type'] === 'error');
}
