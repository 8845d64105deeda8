/** An element of the stream; the library does not export its type. */
import type { xml } from '@xmpp/client';

export type XmlElement = ReturnType<typeof xml>;

export const rosterNamespace = 'jabber:iq:roster';
export const streamManagementNamespace = 'urn:xmpp:sm:3';
