/**
 * Only Openfire says which groups of a roster are shared, when asked with an iq of its own. Every other
 * server answers with an error.
 */
import { xml } from '@xmpp/client';
import { StanzaError } from '../xmpp/requests.ts';
import type { Session } from '../xmpp/session.ts';

const sharedGroupNamespace = 'http://www.jivesoftware.org/protocol/sharedgroup';

/**
 * The names of the account's shared groups, as Openfire shows them in the roster.
 *
 * @returns null where the server is not Openfire
 * @throws an error where no answer came
 */
export async function openfireGroups(session: Pick<Session, 'query'>): Promise<string[] | null> {
  try {
    const answer = await session.query(null, xml('sharedgroup', { xmlns: sharedGroupNamespace }));
    const groups = answer.getChild('sharedgroup', sharedGroupNamespace);
    return groups ? groups.getChildren('group').map((group) => group.text()) : null;
  } catch (error) {
    if (error instanceof StanzaError) return null;
    throw error;
  }
}
