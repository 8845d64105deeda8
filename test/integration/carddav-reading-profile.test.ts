/** What a profile does with an address book that it has read before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { card, people } from '../support/contact/cards.ts';
import {
  type CommandLine,
  johnsCommandLine,
  johnsProfile,
} from '../support/headless/command-line.ts';

let prosody: ProsodyServer;
let radicale: RadicaleServer;
let line: CommandLine;

beforeAll(async () => {
  [prosody, radicale] = await Promise.all([startProsody(), startRadicale()]);
  await radicale.writeCards(people(20));
  line = johnsCommandLine(prosody, radicale);
});
afterAll(() => Promise.all([prosody?.stop(), radicale?.stop(), line?.remove()]));

const profile = 'john';

/** The program, started anew. */
function start() {
  const { settingsFile: config, dataFolder: data } = line;
  return createCore(headlessHost({ config, data, log: () => undefined }));
}

describe('a profile', () => {
  it('asks for changes alone from its second sync on', async () => {
    const { handlers, stop } = start();
    const first = await handlers.syncNow({ profile });
    expect(first.addressBook).toMatchObject({ cards: 20, contacts: 20 });
    const second = await handlers.syncNow({ profile });
    expect(second.addressBook).toMatchObject({ cards: 20, requests: 1, bytes: 196 });
    await stop();
  });

  it('shows its contacts at once after a new start, before anything was read', async () => {
    const core = start();
    await core.handlers.previewSync({ profile });
    const rows = await core.handlers.listContacts({ profile });
    await core.stop();

    const again = start();
    expect(rows).toHaveLength(40);
    expect(await again.handlers.listContacts({ profile })).toEqual(rows);
    await again.stop();
  });
});

describe('filters', () => {
  /** A card with a home number, a fax, and what else is said of it. */
  const withFax = (uid: string, number: number, ...lines: readonly string[]) =>
    card(uid, uid, `+161355501${number}`).replace(
      'END:VCARD',
      [`TEL;TYPE=WORK,FAX:+161355502${number}`, ...lines, 'END:VCARD'].join('\r\n'),
    );
  const group = (name: string, ...members: readonly string[]) =>
    [
      ...['BEGIN:VCARD', 'VERSION:3.0', `UID:${name}`, `FN:${name}`, `N:${name};;;;`],
      'X-ADDRESSBOOKSERVER-KIND:group',
      ...members.map((member) => `X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:${member}`),
      ...['END:VCARD', ''],
    ].join('\r\n');

  it('of the profile and of each of my numbers decide who is under which', async () => {
    const several = await startRadicale({ books: ['private', 'office'] });
    await several.writeCards(
      new Map([
        ['anna.vcf', withFax('Anna', 10, 'CATEGORIES:Family,Hockey')],
        ['bob.vcf', withFax('Bob', 11)],
        ['carl.vcf', withFax('Carl', 12)],
        ['family.vcf', group('Family', 'Carl')],
        ['odd.vcf', card('odd', 'Odd', '911')],
      ]),
      'private',
    );
    await several.writeCards(new Map([['dora.vcf', withFax('Dora', 13)]]), 'office');
    const own = johnsCommandLine(prosody, several);
    const settings = johnsProfile(prosody, several);
    const home = `${several.rootUrl}${several.username}/`;
    own.configure({
      profiles: [
        {
          ...{ ...settings, domain: 'filters.example.com', skipCategories: ['hockey'] },
          carddav: { ...settings.carddav, url: home },
          dids: [
            { number: '+10345678901', alias: 'Home', onlyCategories: ['Family'] },
            // As a person types it, without the last slash.
            { number: '+10473828482', alias: 'Work', books: [`${home}office`] },
          ],
        },
      ],
    });
    const core = createCore(
      headlessHost({ config: own.settingsFile, data: own.dataFolder, log: () => undefined }),
    );
    const { items, skipped } = await core.handlers.previewSync({ profile });
    await core.stop();
    await Promise.all([several.stop(), own.remove()]);

    const on = (jid: string) => `${jid}@filters.example.com`;
    expect(items.map(({ jid, name }) => [jid, name])).toEqual([
      // Anna plays hockey, and Carl is in the group that the book keeps as a card.
      [on('+16135550112%+10345678901'), '[Home] Carl (cell)'],
      [on('+16135550113%+10473828482'), '[Work] Dora (cell)'],
    ]);
    const reasons = skipped.map(({ card: who, raw, reason }) => `${who} ${raw}: ${reason}`);
    expect(reasons.toSorted()).toEqual([
      'Anna +16135550110: category-excluded',
      'Anna +16135550210: type-excluded',
      'Bob +16135550111: category-excluded',
      'Bob +16135550211: type-excluded',
      'Carl +16135550212: type-excluded',
      'Dora +16135550213: type-excluded',
      'Odd 911: too-short',
    ]);
  });
});
