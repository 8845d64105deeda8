/** Small makers for roster tests. */
import type { Contact, E164 } from '../../../shared/contact/contact.ts';
import { type Desired, desiredItems } from '../../../shared/roster/desired.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import { type LedgerEntry, newEntry } from '../../../shared/roster/ledger.ts';
import type { PlanSettings } from '../../../shared/roster/plan.ts';
import { defaultFormat } from '../../../shared/settings/schema.ts';

export const settings = {
  xmpp: { jid: 'john@example.com', password: { env: 'X' } },
  domain: 'sms.example.com',
  dids: [
    { number: '+10345678901', alias: 'Home' },
    { number: '+10473828482', alias: 'Work' },
  ],
  format: defaultFormat,
  skipTypes: ['fax', 'pager'],
};

/** How the plan goes about other people's items, by default. */
export const usual: PlanSettings = { takeover: 'apply', renamedElsewhere: 'address-book' };

export function contact(name: string, ...numbers: (readonly [E164, string])[]): Contact {
  return {
    uid: `uid-${name}`,
    name,
    given: '',
    family: '',
    nickname: '',
    organization: '',
    categories: [],
    numbers: numbers.map(([number, label]) => ({ number, label, raw: number })),
  };
}

export function desired(
  contacts: readonly Contact[],
  change: Partial<typeof settings & { labels: Record<string, string> }> = {},
): Desired {
  return desiredItems(contacts, { ...settings, ...change });
}

export function item(
  jid: string,
  name: string,
  groups: readonly string[],
  subscription = 'none',
): RosterItem {
  return { jid, name, groups, subscription };
}

export function entry(
  jid: string,
  name: string,
  groups: readonly string[],
  change: Partial<LedgerEntry> = {},
): LedgerEntry {
  return { ...newEntry(jid, { name, groups }), ...change };
}
