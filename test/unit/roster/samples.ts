/** Small makers for roster tests. */
import type { Contact, E164 } from '../../../shared/contact/contact.ts';
import { type Desired, desiredItems } from '../../../shared/roster/desired.ts';
import type { RosterItem } from '../../../shared/roster/item.ts';
import type { LedgerEntry, PlanAction } from '../../../shared/roster/plan.ts';
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
  change: Partial<typeof settings> = {},
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
  return { jid, name, groups, state: 'confirmed', original: null, ...change };
}

/** A server and a ledger that do as they are told. */
export class ModelServer {
  readonly items = new Map<string, RosterItem>();
  readonly ledger = new Map<string, LedgerEntry>();

  get live() {
    return { items: [...this.items.values()], shared: new Set<string>() };
  }

  apply(actions: readonly PlanAction[]): void {
    for (const { action, jid, after, original } of actions) {
      if (after === null) {
        this.items.delete(jid);
        this.ledger.delete(jid);
        continue;
      }
      if (action !== 'keep') this.items.set(jid, item(jid, after.name, after.groups));
      this.ledger.set(jid, entry(jid, after.name, after.groups, { original }));
    }
    for (const action of actions) {
      if (action.action === 'update' && action.giveBack) this.ledger.delete(action.jid);
    }
  }
}
