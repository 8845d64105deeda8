/** Made-up contacts for the double, the same at every run: names of several languages, all states. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import { formatName } from '../../../shared/roster/format.ts';
import type { Profile } from '../../../shared/settings/schema.ts';

const given = [
  'Zoë',
  'Émile',
  'Olivia',
  'Jean-Philippe',
  'Amélie',
  'Noah',
  'Chloé',
  'William',
  'Léa',
  'Mehdi',
  'Sofía',
  'Björn',
  'Aisha',
  'Thomas',
  'Nguyễn',
  'Marie-Ève',
  'Dmitri',
  'Priya',
  'Étienne',
  'Hannah',
];
const family = [
  'Tremblay',
  'Gagnon',
  'Smith',
  'Côté',
  'Bouchard',
  'O’Brien',
  'Nguyen',
  'García',
  'Lévesque',
  'Patel',
  'Larsson',
  'Müller',
  'Haddad',
  'Roy',
  'Chen',
  'Pelletier',
  'Ivanova',
  'Fortin',
  'MacDonald',
  'Ouellet',
];
const organizations = [
  '',
  '',
  '',
  'Atelier Nord',
  'Clinique du Parc',
  'Hydro Services',
  'Boréal inc.',
];
const types = ['cell', 'home', 'work', '', 'main'];
const categories = ['Family', '', 'Work', 'Friends', '', 'Hockey', ''];

/** States other than in sync, by the place of a contact. */
const states: readonly { every: number; at: number; change: Partial<ContactRow> }[] = [
  { every: 37, at: 3, change: { state: 'to-add' } },
  { every: 41, at: 5, change: { state: 'to-change' } },
  { every: 97, at: 11, change: { state: 'to-remove' } },
  { every: 89, at: 7, change: { state: 'conflict', reason: 'same-number' } },
  { every: 211, at: 13, change: { state: 'failed', reason: 'not-acceptable' } },
];

/** Items that stand under another name, where the settings say to ask before they are taken over. */
const asked = {
  every: 23,
  at: 9,
  change: { state: 'conflict', reason: 'takeover', asks: true },
} as const;

const skipped: readonly Pick<ContactRow, 'contact' | 'number' | 'reason' | 'type'>[] = [
  { contact: 'Pizzeria Napoli', number: 'ask for Marco', reason: 'not-a-number', type: 'work' },
  { contact: 'Voicemail', number: '911', reason: 'too-short', type: '' },
  { contact: 'Bouchard & Fils', number: '+1 514 555 0133', reason: 'type-excluded', type: 'fax' },
  { contact: 'Hôtel Aurora', number: '555-0102', reason: 'invalid-for-country', type: 'main' },
];

/**
 * The rows of a profile, each contact once for each of its DIDs.
 *
 * @param count how many rows with a number; the skipped ones come on top
 */
export function sampleContacts(profile: Profile, count: number): ContactRow[] {
  const rows: ContactRow[] = [];
  for (let place = 0; rows.length < count; place += 1) {
    for (const did of profile.dids) {
      if (rows.length < count) rows.push(rowOf(profile, did, place));
    }
  }
  return [...rows, ...skipped.map(skippedRow)];
}

function rowOf(profile: Profile, did: Profile['dids'][number], place: number): ContactRow {
  const first = given[place % given.length] ?? '';
  const last = family[Math.floor(place / given.length) % family.length] ?? '';
  // Past 400 people the names would repeat: a middle initial tells them apart.
  const round = Math.floor(place / (given.length * family.length));
  const initial = round === 0 ? '' : ` ${String.fromCharCode(65 + ((round - 1) % 26))}.`;
  const contact = `${first}${initial} ${last}`;
  const number = `+1${['613', '514', '418', '819'][place % 4]}${String(5550100 + place).padStart(7, '0')}`;
  const type = types[place % types.length] ?? '';
  const values = {
    ...{ alias: did.alias, did: did.number, name: contact, type, number, first, last },
    ...{
      nick: '',
      category: categories[place % categories.length] ?? '',
      org: organizations[place % organizations.length] ?? '',
    },
  };
  const { name } = formatName(profile.format, values);
  const row: ContactRow = {
    key: `${place}-${did.number}`,
    state: 'in-sync',
    jid: `${number}%${did.number}@${profile.domain ?? profile.xmpp.jid.split('@')[1]}`,
    name,
    currentName: null,
    number,
    did: did.number,
    alias: did.alias,
    type,
    contact,
    given: first,
    family: last,
    nickname: '',
    organization: values.org,
    category: values.category,
    reason: null,
  };
  const asks = profile.takeover === 'ask' && place % asked.every === asked.at;
  if (asks) return { ...row, ...asked.change, currentName: `${last} (old phone)` };
  const change = states.find(({ every, at }) => place % every === at)?.change ?? {};
  if (change.state === 'to-change')
    return { ...row, ...change, currentName: `[${did.alias}] ${last}` };
  return { ...row, ...change };
}

function skippedRow(skip: (typeof skipped)[number], place: number): ContactRow {
  return {
    ...{ key: `skipped-${place}`, state: 'skipped', jid: '', name: '', currentName: null },
    ...{ did: '', alias: '', given: '', family: '', nickname: '', organization: '', category: '' },
    ...skip,
  };
}

/** Items of the gateway's form that Rolodial did not make. */
export function sampleUnclaimed(profile: Profile): string[] {
  const domain = profile.domain ?? profile.xmpp.jid.split('@')[1];
  return profile.dids.map(({ number }, place) => `+1418555099${place}%${number}@${domain}`);
}

/** An unclaimed item that was adopted; no contact has it, so it goes with the next sync. */
export function adoptedRow(jid: string): ContactRow {
  const [number = '', did = ''] = (jid.split('@')[0] ?? '').split('%');
  return {
    ...{ key: jid, state: 'to-remove', jid, name: number, currentName: null, number, did },
    ...{ alias: '', type: '', contact: '', given: '', family: '', nickname: '' },
    ...{ organization: '', category: '', reason: null },
  };
}
