/** The profiles at work, in line with the settings in force. */
import type { CoreEvent } from '../../../shared/contract/contract.ts';
import type { SyncReport } from '../../../shared/contract/report.ts';
import type { ProfileState } from '../../../shared/contract/state.ts';
import type { Profile } from '../../../shared/settings/schema.ts';
import { unknownProfile } from '../settings/in-force.ts';
import type { ProfileHost } from './parts.ts';
import { RunningProfile } from './profile.ts';
import type { RenewedSecrets } from './settings-change.ts';

/** New secrets of one profile. */
export interface Renewed extends RenewedSecrets {
  readonly id: string;
}

export interface ProfilesListener {
  onEvent(event: CoreEvent): void;
  /** A sync has ended with a report; perhaps the guard stopped it. */
  onSynced(report: SyncReport): void;
}

export class Profiles {
  readonly #host: ProfileHost;
  readonly #listener: ProfilesListener;
  readonly #running = new Map<string, RunningProfile>();
  /** The account that each one was built for: its records are those of the account. */
  readonly #accounts = new Map<string, string>();
  #started = false;
  /** The change that is under way. */
  #changing: Promise<unknown> = Promise.resolve();

  /** @throws RolodialError where a profile's database cannot be opened */
  constructor(settings: readonly Profile[], host: ProfileHost, listener: ProfilesListener) {
    this.#host = host;
    this.#listener = listener;
    for (const profile of settings) this.#add(profile);
  }

  get all(): readonly RunningProfile[] {
    return [...this.#running.values()];
  }

  /** @throws RolodialError `profile-unknown` */
  get(id: string): RunningProfile {
    const found = this.#running.get(id);
    if (!found) throw unknownProfile(id);
    return found;
  }

  /** In the order of these settings. */
  states(settings: readonly Profile[]): ProfileState[] {
    return settings.flatMap(({ id }) => this.#running.get(id)?.state ?? []);
  }

  start(): void {
    this.#started = true;
    for (const each of this.all) each.start();
  }

  /**
   * Brings the profiles in line with settings that were changed: gone ones stop, new ones start, one of another
   * account takes the place of the old one, and the others take what is another.
   * @param settings those in force when the turn of this change comes
   * @throws RolodialError where a profile's database cannot be opened
   */
  async apply(settings: () => readonly Profile[], renewed: Renewed | undefined): Promise<void> {
    const changing = this.#changing.then(() => this.#apply(settings(), renewed));
    this.#changing = changing.catch(() => undefined);
    await changing;
  }

  /** Resolves once no profile is about to be exchanged for another. */
  async settled(): Promise<void> {
    await this.#changing;
  }

  async stop(): Promise<void> {
    this.#started = false;
    const stopAll = async () => await Promise.all(this.all.map((each) => each.stop()));
    // A profile that is being exchanged still stops, and the new one comes only then.
    await Promise.all([stopAll(), this.#changing]);
    await stopAll();
  }

  async #apply(settings: readonly Profile[], renewed: Renewed | undefined): Promise<void> {
    const wanted = new Map(settings.map((profile) => [profile.id, profile]));
    for (const [id, running] of this.#running) {
      const profile = wanted.get(id);
      if (profile?.xmpp.jid === this.#accounts.get(id)) continue;
      this.#running.delete(id);
      await running.stop();
    }
    for (const profile of settings) {
      const running = this.#running.get(profile.id);
      if (running) running.apply(profile, renewed?.id === profile.id ? renewed : {});
      else {
        const added = this.#add(profile);
        if (this.#started) added.start();
      }
    }
  }

  #add(profile: Profile): RunningProfile {
    const { id } = profile;
    const tell = (event: CoreEvent) => {
      if (this.#running.get(id) === running) this.#listener.onEvent(event);
    };
    const running = new RunningProfile(profile, this.#host, {
      onState: (changed) => tell({ event: 'profile', id, changed }),
      onProgress: (progress) => tell({ event: 'progress', id, progress }),
      onSynced: (report) => this.#listener.onSynced(report),
    });
    this.#running.set(id, running);
    this.#accounts.set(id, profile.xmpp.jid);
    return running;
  }
}
