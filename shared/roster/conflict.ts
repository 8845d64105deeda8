/**
 * One wanted JID that does not get its name, or not without a question:
 * - `same-number`: several contacts claim it;
 * - `shared-group`: the server injects the item, and Rolodial must not touch it;
 * - `takeover`: the user or another client made the item, and the settings say to ask or to leave it;
 * - `contested`: another client replaced our name so often that its own stays.
 */
export interface Conflict {
  jid: string;
  reason: 'same-number' | 'shared-group' | 'takeover' | 'contested';
  /** Name of the item in the roster. */
  name: string;
  /** Names that were not used. */
  others: string[];
}
