/** What the window and the command line ask about the groups of one profile. */
import path from 'node:path';
import type {
  GroupsChanges,
  GroupsFileReport,
  GroupsReport,
} from '../../../shared/contract/groups-report.ts';
import type { Cancellation } from '../profile/cancellation.ts';
import { delay, unlessAborted } from '../time/waiting.ts';
import type { Session } from '../xmpp/session.ts';
import { groupsFileReport, saveGroupsFile } from './groups-file.ts';
import { groupsChanges, type SharedGroups } from './shared-groups.ts';

/** What it needs of the profile's runner. */
export interface GroupsWorld {
  /** Where relative paths begin. */
  readonly settingsFolder: string;
  /** The session with the server, logging in first if need be. */
  openSession(): Promise<Session>;
  /** Logs out and in again, once nothing is under way. */
  reopenSession(): Promise<Session>;
  /** What the user may cancel. */
  readonly cancellation: Cancellation;
}

/** How long the command line waits for names. */
const namesMs = 20_000;

export class ProfileGroups {
  /** Bare JID, as the settings write it. */
  readonly #account: string;
  readonly #shared: SharedGroups;
  readonly #world: GroupsWorld;

  constructor(account: string, shared: SharedGroups, world: GroupsWorld) {
    this.#account = account;
    this.#shared = shared;
    this.#world = world;
  }

  /** The groups of the live roster, and why they are taken for shared. */
  async list(): Promise<GroupsReport> {
    return this.#shared.report(await this.#world.openSession());
  }

  /** The same, with the names of members who are still being looked up; for who asks only once. */
  async listWithNames(): Promise<GroupsReport> {
    const session = await this.#world.openSession();
    await this.#world.cancellation.run((signal) =>
      unlessAborted(Promise.race([this.#shared.named(), delay(namesMs)]), signal),
    );
    return this.#shared.report(session);
  }

  /** Logs out and in again, which is when servers show what they have changed in shared groups. */
  async refresh(): Promise<GroupsChanges> {
    const before = this.#shared.lastReport ?? (await this.list());
    this.#shared.forgetNames();
    const session = await this.#world.cancellation.run((signal) =>
      unlessAborted(this.#world.reopenSession(), signal),
    );
    const after = this.#shared.report(session);
    return groupsChanges(before, after);
  }

  /**
   * An administrator's groups file beside the live roster.
   * @param file relative to the settings file, or absolute
   */
  async checkFile(file: string): Promise<GroupsFileReport> {
    return await groupsFileReport(
      this.#absolute(file),
      this.#account,
      await this.#world.openSession(),
    );
  }

  /**
   * Saves an edited groups file, unless somebody else has changed it since.
   * @param stamp of the text that was edited
   */
  async saveFile(file: string, text: string, stamp: string): Promise<GroupsFileReport> {
    await saveGroupsFile(this.#absolute(file), text, stamp);
    return await this.checkFile(file);
  }

  #absolute(file: string): string {
    return path.resolve(this.#world.settingsFolder, file);
  }
}
