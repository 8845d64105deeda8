/** Contacts to show a format on: a few real ones that differ, or made-up ones where there are none yet. */
import type { ContactRow } from '../../shared/contract/contract.ts';
import type { FormatValues } from '../../shared/roster/format.ts';

export type Sample = Omit<FormatValues, 'alias' | 'did'>;

const madeUp: readonly Sample[] = [
  {
    name: 'Zoë Martin',
    type: 'cell',
    number: '+16135550142',
    first: 'Zoë',
    last: 'Martin',
    nick: '',
    org: '',
    category: 'Family',
  },
  {
    name: 'Jean-Philippe O’Brien',
    type: 'work',
    number: '+15145550187',
    first: 'Jean-Philippe',
    last: 'O’Brien',
    nick: 'JP',
    org: 'Atelier Nord',
    category: '',
  },
  {
    name: 'Dentist',
    type: '',
    number: '+14165550119',
    first: '',
    last: '',
    nick: '',
    org: 'Dr. Chen & Associates',
    category: '',
  },
];

/** @param rows rows of the profile, none where it is new */
export function formatSamples(
  rows: readonly ContactRow[] | undefined,
  count = 5,
): { readonly samples: readonly Sample[]; readonly real: boolean } {
  const usable = rows?.filter(({ jid, state }) => jid !== '' && state !== 'to-remove') ?? [];
  if (usable.length === 0) return { samples: madeUp, real: false };
  const chosen = new Map<string, ContactRow>();
  // One of each type first, so that the preview shows what the format makes of each.
  const types = new Set<string>();
  for (const row of usable) {
    if (chosen.size >= count) break;
    if (types.has(row.type) || chosen.has(row.contact)) continue;
    types.add(row.type);
    chosen.set(row.contact, row);
  }
  for (const row of usable) {
    if (chosen.size >= count) break;
    if (!chosen.has(row.contact)) chosen.set(row.contact, row);
  }
  return { samples: [...chosen.values()].map(sampleOf), real: true };
}

function sampleOf(row: ContactRow): Sample {
  return {
    name: row.contact,
    type: row.type,
    number: row.number,
    first: row.given,
    last: row.family,
    nick: row.nickname,
    org: row.organization,
    category: row.category,
  };
}
