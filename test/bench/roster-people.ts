/** Contacts of any number for the roster bench, and the profile that wants an item of each under two numbers. */
import type { Contact } from '../../shared/contact/contact.ts';
import { type Profile, settingsSchema } from '../../shared/settings/schema.ts';

const names = ['Zoë Müller', 'Anna Tremblay', 'Дмитрий Соколов', '花子 佐藤', "Siobhán O'Brien"];

export function contacts(count: number): Contact[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${names[index % names.length]} ${index}`;
    const [given = '', family = ''] = name.split(' ');
    const number = `+1613${2_000_000 + index}` as const;
    return {
      ...{ uid: `uid-${index}`, name, given, family, nickname: '', organization: '' },
      categories: [],
      numbers: [{ number, label: index % 3 === 0 ? 'work' : 'cell', raw: number }],
    };
  });
}

export function profileOf(jid: string): Profile {
  const secret = { env: 'UNUSED' };
  const [profile] = settingsSchema.parse({
    profiles: [
      {
        id: 'bench',
        xmpp: { jid, password: secret },
        carddav: { url: 'https://example.com/', username: 'john', password: secret },
        dids: [
          { number: '+10345678901', alias: 'Home' },
          { number: '+10473828482', alias: 'Work' },
        ],
        domain: 'sms.example.com',
      },
    ],
  }).profiles;
  if (!profile) throw new Error('there is no profile');
  return profile;
}
