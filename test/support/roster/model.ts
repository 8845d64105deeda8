/**
 * A model of a server, of other clients on the same account, and of Rolodials that sync with it and may be
 * killed after any set and any answer. It keeps what only an all-seeing eye knows: who made an item, who
 * named it last, and which groups the user has chosen for it.
 */
import { ChangeRecorder } from '../../../electron/core/sync/change-recorder.ts';
import { type Choice, chosenChanges } from '../../../electron/core/sync/choice.ts';
import type { Change } from '../../../electron/core/sync/push.ts';
import { RosterMirror } from '../../../electron/core/xmpp/roster.ts';
import type { DesiredItem } from '../../../shared/roster/desired.ts';
import { cleanGroups, type Naming, type RosterItem } from '../../../shared/roster/item.ts';
import type { LedgerEntry } from '../../../shared/roster/ledger.ts';
import { type Plan, type PlanSettings, plan } from '../../../shared/roster/plan.ts';
import { type RecordedChange, type UndoPlan, undoPlan } from '../../../shared/roster/undo.ts';
import { item, usual } from './samples.ts';

/** A server: it does as it is told, whoever says so. */
export class ModelServer {
  readonly items = new Map<string, RosterItem>();
  /** Roster sets that it was sent, by whomever. */
  sets = 0;
  /** What it makes of what it is sent. */
  alter: (naming: Naming) => Naming = (naming) => naming;

  get live() {
    return { items: [...this.items.values()], shared: new Set<string>() };
  }

  set(jid: string, naming: Naming | null): void {
    this.sets += 1;
    if (naming) {
      const { name, groups } = this.alter(naming);
      this.items.set(jid, item(jid, name, cleanGroups(groups)));
    } else this.items.delete(jid);
  }
}

/** The mirror of a session with it: always as the server itself. */
export class ModelMirror extends RosterMirror {
  readonly #server: ModelServer;

  constructor(server: ModelServer) {
    super();
    this.#server = server;
  }

  override get items(): RosterItem[] {
    return [...this.#server.items.values()];
  }
}

/** How far a push gets: sets that arrive, answers that are seen; then it is killed, or cancelled in order. */
export interface Cut {
  readonly arrive: number;
  readonly answered: number;
  readonly how: 'killed' | 'cancelled';
}

/** A Rolodial with a database of its own. */
export class ModelRolodial {
  readonly ledger = new Map<string, LedgerEntry>();
  /** Items whose first set or removal was cut off: nobody can know whether they are ours. */
  readonly unsure = new Set<string>();
  readonly history: { changes: Map<string, RecordedChange>; undone: boolean }[] = [];
  readonly #server: ModelServer;

  constructor(server: ModelServer) {
    this.#server = server;
  }

  plan(desired: readonly DesiredItem[], settings: PlanSettings = usual): Plan {
    return plan(desired, this.#server.live, [...this.ledger.values()], settings);
  }

  /** Syncs as the core does, down to the order in which it writes things down. */
  sync(
    desired: readonly DesiredItem[],
    settings: PlanSettings = usual,
    cut?: Cut,
    choice: Choice = { guard: 'apply' },
  ): Plan {
    const planned = this.plan(desired, settings);
    this.#apply(planned, chosenChanges(planned, choice), cut);
    return planned;
  }

  /** Undoes the last sync that changed something. */
  undo(cut?: Cut): UndoPlan | undefined {
    const last = this.history.findLast(({ changes, undone }) => !undone && changes.size > 0);
    if (!last) return undefined;
    const changes = [...last.changes.values()];
    const planned = undoPlan(changes, this.#server.live, [...this.ledger.values()]);
    this.#apply(planned, chosenChanges(planned, { guard: 'apply' }), cut);
    if (!cut) last.undone = true;
    this.history.pop();
    return planned;
  }

  #apply(planned: Plan, changes: readonly Change[], cut?: Cut): void {
    const record = new Map<string, RecordedChange>();
    this.history.push({ changes: record, undone: false });
    this.unsure.clear();
    const recorder = new ChangeRecorder(this.#records(record), 0);
    recorder.begin(planned, changes);
    const { arrive = changes.length, how = 'killed' } = cut ?? {};
    const answered = Math.min(cut?.answered ?? changes.length, arrive);
    for (const { jid, after } of changes.slice(0, arrive)) this.#server.set(jid, after);
    // A cancelled push waits for the answers to what it has sent, and then corrects its records.
    const confirmed = how === 'cancelled' ? arrive : answered;
    for (const change of changes.slice(0, confirmed)) recorder.confirm(change);
    if (how === 'cancelled') recorder.takeBack(changes.slice(confirmed));
    else {
      for (const { jid, ledgerBefore, ledgerAfter } of changes.slice(confirmed)) {
        if (!ledgerBefore || !ledgerAfter) this.unsure.add(jid);
      }
    }
  }

  #records(record: Map<string, RecordedChange>) {
    const { ledger } = this;
    return {
      ledger: {
        entries: () => [...ledger.values()],
        put: (entries: readonly LedgerEntry[]) => {
          for (const entry of entries) ledger.set(entry.jid, entry);
        },
        forget: (jids: readonly string[]) => {
          for (const jid of jids) ledger.delete(jid);
        },
      },
      history: {
        ...{ begin: () => 0, end() {}, lastReport: () => null },
        ...{ lastUndoable: () => null, undoableSince: () => null },
        ...{ undone: () => null, release() {}, settle() {} },
        plan: (_: number, changes: readonly RecordedChange[]) => {
          for (const change of changes) record.set(change.jid, change);
        },
        drop: (_: number, jids: readonly string[]) => {
          for (const jid of jids) record.delete(jid);
        },
      },
      refusals: { put() {}, forget() {}, find: () => undefined },
    };
  }
}

/** Another client of the user, on the same server, and what the user wants of each item by it. */
export class ModelUser {
  /** Items that the user made: theirs, by the name they gave last. */
  readonly own = new Map<string, string>();
  /** Groups that the user has chosen for an item, whoever made it. */
  readonly groups = new Map<string, Set<string>>();
  /** Items that the user named, or changed under their name, while no Rolodial could know whose they were. */
  readonly disputed = new Set<string>();
  /** Gone by the user's hand since the last sync; true where it was the user's own. */
  readonly #removed = new Map<string, boolean>();
  readonly #server: ModelServer;
  readonly #rolodials: readonly ModelRolodial[];

  constructor(server: ModelServer, ...rolodials: readonly ModelRolodial[]) {
    this.#server = server;
    this.#rolodials = rolodials;
  }

  /** Makes an item, or names the one that stands. */
  name(jid: string, name: string): void {
    const standing = this.#server.items.get(jid);
    if (!standing) this.groups.delete(jid);
    // What the user puts in the place of an item of ours between two syncs passes for a renamed one.
    const isNew = !standing && this.#removed.get(jid) !== false;
    if (isNew || this.own.has(jid)) this.own.set(jid, name);
    else this.#dispute(jid);
    this.#server.set(jid, { name, groups: standing?.groups ?? [] });
  }

  addGroup(jid: string, group: string): void {
    const standing = this.#server.items.get(jid);
    if (!standing) return;
    this.#touch(standing);
    this.groups.set(jid, new Set([...(this.groups.get(jid) ?? []), group]));
    this.#server.set(jid, { name: standing.name, groups: [...standing.groups, group] });
  }

  takeOffGroup(jid: string, group: string): void {
    const standing = this.#server.items.get(jid);
    if (!standing) return;
    this.#touch(standing);
    this.groups.get(jid)?.delete(group);
    const groups = standing.groups.filter((each) => each !== group);
    this.#server.set(jid, { name: standing.name, groups });
  }

  remove(jid: string): void {
    if (!this.#server.items.has(jid)) return;
    this.#removed.set(jid, this.own.delete(jid));
    this.groups.delete(jid);
    this.#server.set(jid, null);
  }

  /** Sees what a sync has left, as the sync has seen what the user had left. */
  look(): void {
    this.#removed.clear();
    for (const jid of [...this.groups.keys()]) {
      if (!this.#server.items.has(jid)) this.groups.delete(jid);
    }
  }

  #touch({ jid, name }: RosterItem): void {
    if (name.startsWith('mine ') && !this.own.has(jid)) this.#dispute(jid);
  }

  #dispute(jid: string): void {
    if (this.#rolodials.some(({ unsure }) => unsure.has(jid))) this.disputed.add(jid);
  }
}
