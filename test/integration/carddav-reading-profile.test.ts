/** What a profile does with the address book that it has read before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { headlessHost } from '../../electron/headless/host.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { people } from './support/cards.ts';
import { type CommandLine, johnsCommandLine } from './support/command-line.ts';

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
