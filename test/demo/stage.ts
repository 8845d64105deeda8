/** The demo's stage: two throwaway servers, the sample address book, and settings that name them. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { settingsSchema } from '../../shared/settings/schema.ts';
import { createAuthority } from '../servers/certificates.ts';
import { type ProsodyServer, startProsody } from '../servers/prosody.ts';
import { type RadicaleServer, startRadicale } from '../servers/radicale.ts';
import { sampleCards } from '../servers/sample-address-book.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';

export interface Stage {
  readonly prosody: ProsodyServer;
  readonly radicale: RadicaleServer;
  /** Holds `settings.json`, and is for the databases too, as the app's own folder does. */
  readonly settingsFolder: string;
  readonly settingsFile: string;
}

/** Everyone sees the first group; in the second, one member has no name. */
const sharedGroups = `[+Support Team]
support@example.com=Support Desk

[Book Club]
john@example.com=John
jane@example.com=Jane
reader@example.com
`;

/**
 * Starts the servers and writes the settings.
 *
 * @param keep the folder for everything, to be found again by another run; by default a temporary one
 */
export async function setStage(keep: string | undefined): Promise<Stage> {
  const folder = keep ?? temporaryFolder('demo').path;
  const part = async (name: string) => {
    const path = join(folder, name);
    await mkdir(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const authority = await createAuthority(await part('certificates'));
  const [prosody, radicale] = await Promise.all([
    startProsody({ folder: await part('prosody'), groups: sharedGroups, authority }),
    startRadicale({ folder: await part('radicale') }),
  ]);
  // Only once: in a folder that is kept, the book is the user's to change.
  const filled = join(folder, 'sample-cards-written');
  if (!existsSync(filled)) {
    await radicale.writeCards(await sampleCards());
    await writeFile(filled, '');
  }
  const settingsFolder = await part('rolodial');
  const settingsFile = join(settingsFolder, 'settings.json');
  const secret = (name: string, password: string) =>
    writeFile(join(settingsFolder, name), `${password}\n`, { mode: 0o600 });
  await secret('xmpp.secret', prosody.users['john'] ?? '');
  await secret('carddav.secret', radicale.password);
  const settings = JSON.stringify(settingsFor(prosody, radicale), undefined, 2);
  await writeFile(settingsFile, `${settings}\n`, { mode: 0o600 });
  return { prosody, radicale, settingsFolder, settingsFile };
}

function settingsFor(
  prosody: ProsodyServer,
  radicale: RadicaleServer,
): z.input<typeof settingsSchema> {
  return {
    profiles: [
      {
        id: 'john',
        xmpp: {
          jid: `john@${prosody.domain}`,
          password: { file: 'xmpp.secret' },
          host: prosody.host,
          port: prosody.port,
          tls: { ca: prosody.caFile },
        },
        carddav: {
          url: radicale.url,
          username: radicale.username,
          password: { file: 'carddav.secret' },
        },
        dids: [
          { number: '+10345678901', alias: 'Home' },
          { number: '+10473828482', alias: 'Work' },
        ],
        domain: 'sms.example.com',
        defaultCountry: 'CA',
      },
    ],
  };
}
