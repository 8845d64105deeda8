/** The real core over doubles of the two servers, with settings and secrets in memory and real databases. */
import { type Core, createCore } from '../../../electron/core/core.ts';
import type { CoreHost } from '../../../electron/core/host.ts';
import type { Attempt, ProfileState } from '../../../shared/contract/state.ts';
import { type Profile, type Settings, settingsSchema } from '../../../shared/settings/schema.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';
import { sampleProfile } from '../core-double/sample-profile.ts';
import { FakeServers } from './fake-servers.ts';

export class FakeCore {
  readonly servers = new FakeServers();
  readonly folder: TemporaryFolder = temporaryFolder('fake-core');
  /** What was written to the log. */
  readonly log: string[] = [];
  core: Core;
  #stored: unknown;

  constructor(change: Partial<Profile> = {}) {
    this.#stored = settingsSchema.parse({ profiles: [{ ...sampleProfile, ...change }] });
    this.core = createCore(this.#host(), null, this.servers);
  }

  /** The program ends and starts again, with the same files. */
  async restart(): Promise<void> {
    await this.core.stop();
    this.core = createCore(this.#host(), null, this.servers);
  }

  get state(): ProfileState {
    const [profile] = this.core.state().profiles;
    if (!profile) throw new Error('there is no profile');
    return profile;
  }

  /** As the settings file holds it. */
  get saved(): Profile {
    const [profile] = (this.#stored as Settings).profiles;
    if (!profile) throw new Error('there is no profile');
    return profile;
  }

  /** Of the last attempt; undefined before the first. */
  get outcome(): Attempt['outcome'] | undefined {
    return this.state.lastAttempt?.outcome;
  }

  async save(change: Partial<Profile>): Promise<void> {
    await this.core.handlers.saveProfile({ ...this.saved, ...change });
  }

  async close(): Promise<void> {
    await this.core.stop();
    await this.folder.remove();
  }

  #host(): CoreHost {
    return {
      kind: 'browser',
      version: '0.1.0-test',
      dataFolder: this.folder.path,
      settings: {
        file: `${this.folder.path}/settings.json`,
        read: () => structuredClone(this.#stored),
        write: (settings) => {
          this.#stored = structuredClone(settings);
        },
      },
      vault: {
        strength: 'file',
        store: async (key) => ({ stored: key }),
        read: async () => 'secret',
        forget: async () => undefined,
      },
      log: (line) => this.log.push(line),
    };
  }
}
