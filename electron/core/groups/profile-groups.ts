/** What the window and the command line ask about the groups of one profile. */
import path from 'node:path';
import type {
  GroupsChanges,
  GroupsFileReport,
  GroupsReport,
} from '../../../shared/contract/groups-report.ts';
import type { ProfileContext } from '../profile/context.ts';
import { delay, unlessAborted } from '../time/waiting.ts';
import { groupsFileReport, saveGroupsFile } from './groups-file.ts';
import { groupsChanges, type SharedGroups } from './shared-groups.ts';

/** How long the command line waits for names. */
const namesMs = 20_000;

export class ProfileGroups {
  readonly #context: ProfileContext;
  readonly #shared: SharedGroups;

  constructor(context: ProfileContext, shared: SharedGroups) {
    this.#context = context;
    this.#shared = shared;
  }

  /** The groups of the live roster, and why they are taken for shared. */
  async list(): Promise<GroupsReport> {
    return this.#shared.report(await this.#context.account.openForQuestion());
  }

  /** The same, but first waits for the names that are still being looked up. */
  async listWithNames(): Promise<GroupsReport> {
    const session = await this.#context.account.openForQuestion();
    await this.#context.questions.run((signal) =>
      unlessAborted(Promise.race([this.#shared.named(), delay(namesMs)]), signal),
    );
    return this.#shared.report(session);
  }

  /** Logs out and in again, since servers show changes of shared groups at a login. */
  async refresh(): Promise<GroupsChanges> {
    const before = this.#shared.lastReport ?? (await this.list());
    this.#shared.forgetNames();
    const { jobs, account } = this.#context;
    // A sync that is under way ends first.
    const session = await jobs.run('reopen', '', (signal) =>
      unlessAborted(account.reopen(), signal),
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
      this.#context.profile.xmpp.jid,
      await this.#context.account.openForQuestion(),
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
    return path.resolve(this.#context.settingsFolder, file);
  }
}
