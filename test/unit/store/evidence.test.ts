import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/core/store/database.ts';
import { type EvidenceStore, evidenceOf } from '../../../electron/core/store/evidence.ts';
import { type TemporaryFolder, temporaryFolder } from '../../servers/temporary-folders.ts';

let folder: TemporaryFolder;
let database: ReturnType<typeof openDatabase>;
let evidence: EvidenceStore;

beforeEach(() => {
  folder = temporaryFolder('evidence');
  database = openDatabase(folder.path, 'john');
  evidence = evidenceOf(database, 'john@example.com');
});
afterEach(() => {
  database.close();
  return folder.remove();
});

const jane = (...groups: string[]) => ({
  jid: 'jane@example.com',
  name: '',
  groups,
  subscription: 'both',
});

/** A new run of Rolodial. */
function restarted(): EvidenceStore {
  database.close();
  database = openDatabase(folder.path, 'john');
  return evidenceOf(database, 'john@example.com');
}

describe('a group that was taken off a contact', () => {
  it('and is back at the next login is remembered, also by the next run', () => {
    evidence.noteTakenOff('jane@example.com', ['Team'], []);
    expect(evidence.seen().cameBack).toEqual([]);
    evidence = restarted();
    evidence.noteLogin([jane('Team', 'Friends')]);
    expect(restarted().seen().cameBack).toEqual([
      { jid: 'jane@example.com', group: 'Team', at: expect.stringMatching(/^20\d\d-.*Z$/) },
    ]);
  });

  it('and stays away says nothing, and is not waited for any longer', () => {
    evidence.noteTakenOff('jane@example.com', ['Team'], []);
    evidence.noteLogin([jane('Friends')]);
    evidence.noteLogin([jane('Team')]);
    expect(evidence.seen().cameBack).toEqual([]);
  });

  it('and is put back by somebody before the next login says nothing', () => {
    evidence.noteTakenOff('jane@example.com', ['Team'], ['Friends']);
    evidence.noteTakenOff('jane@example.com', [], ['Friends', 'Team']);
    evidence.noteLogin([jane('Team')]);
    expect(evidence.seen().cameBack).toEqual([]);
  });

  it('says nothing about another account', () => {
    evidence.noteTakenOff('jane@example.com', ['Team'], []);
    const other = evidenceOf(database, 'mary@example.com');
    other.noteLogin([jane('Team')]);
    expect(other.seen().cameBack).toEqual([]);
  });
});

describe('a server', () => {
  it('that was once seen to inject items is known to for good', async () => {
    expect(evidence.seen().injectsSince).toBeNull();
    evidence.noteInjection();
    const { injectsSince } = evidence.seen();
    expect(injectsSince).toMatch(/Z$/);
    await new Promise((resolve) => setTimeout(resolve, 2));
    evidence.noteInjection();
    expect(restarted().seen().injectsSince).toBe(injectsSince);
  });

  it('that is an Openfire names its groups, until it is none any more', () => {
    evidence.noteOpenfire(['Team', 'Support']);
    expect(restarted().seen().openfire).toEqual(['Team', 'Support']);
    evidence = restarted();
    evidence.noteOpenfire(null);
    expect(evidence.seen().openfire).toBeNull();
  });
});
