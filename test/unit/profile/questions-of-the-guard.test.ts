/** What the guard asks, and why: the question is the core's, whatever window is there to see it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeCore } from '../../support/core/fake-core.ts';
import { contact } from '../../support/roster/samples.ts';

let fake: FakeCore;
const john = { profile: 'john' };
const people = Array.from({ length: 30 }, (_, index) =>
  contact(`Person ${index}`, [`+1613555${1000 + index}`, 'cell']),
);

beforeEach(async () => {
  fake = new FakeCore({ dids: [{ number: '+16135550100', alias: 'Home' }] });
  fake.servers.contacts = people;
  await fake.core.handlers.syncNow(john);
});
afterEach(async () => {
  await fake.close();
});

const question = () => {
  const { activity } = fake.state;
  return activity.kind === 'asking' ? activity.question : null;
};

it('says that it is a sync that many items would go with', async () => {
  fake.servers.contacts = people.slice(0, 10);
  expect(await fake.core.handlers.syncNow(john)).toMatchObject({ guard: { removals: 20 } });
  expect(question()).toMatchObject({ what: 'sync', why: 'many-removals', removals: 20, owned: 30 });
  expect(fake.outcome).toBe('guard');
});

it('says that it is an undo, for whoever asks without having seen the list', async () => {
  const report = await fake.core.handlers.undoLastSync(john);
  expect(report.guard).toMatchObject({ removals: 30 });
  expect(question()).toMatchObject({ what: 'undo', why: 'many-removals', removals: 30 });
  await fake.core.handlers.answerGuard({ ...john, answer: 'apply' });
  expect(fake.servers.roster.items.size).toBe(0);
  expect(fake.state).toMatchObject({ paused: true, activity: { kind: 'idle' } });
});

it('asks about a later empty book what it is about then, not about the undo before', async () => {
  await fake.core.handlers.undoLastSync(john);
  await fake.core.handlers.answerGuard({ ...john, answer: 'apply' });
  await fake.core.handlers.setPaused({ ...john, paused: false });
  await fake.core.handlers.syncNow(john);
  fake.servers.contacts = [];
  await fake.core.handlers.syncNow(john);
  expect(question()).toMatchObject({ what: 'sync', why: 'empty-read', removals: 30, owned: 30 });
});

describe('an undo that the user has confirmed with its list', () => {
  const shown = async () =>
    (await fake.core.handlers.previewUndo(john)).items.map(({ jid }) => jid);

  it('is not asked about again', async () => {
    const report = await fake.core.handlers.undoLastSync({ ...john, confirmed: await shown() });
    expect(report).toMatchObject({ guard: null, applied: { removed: 30 } });
    expect(question()).toBeNull();
  });

  it('is asked about where it would remove something that was not shown', async () => {
    const confirmed = (await shown()).slice(1);
    const report = await fake.core.handlers.undoLastSync({ ...john, confirmed });
    expect(report.guard).toMatchObject({ removals: 30 });
    expect(question()).toMatchObject({ what: 'undo' });
    expect(fake.servers.roster.items.size).toBe(30);
  });
});

it('stays while a preview is looked at, and while the window is gone', async () => {
  fake.servers.contacts = [];
  await fake.core.handlers.syncNow(john);
  const asked = question();
  await fake.core.handlers.previewSync(john);
  expect(question()).toEqual(asked);
  expect(fake.state.nextSyncAt).toBeNull();
});

it('is answered with exactly what it showed, and asks anew where more would go by now', async () => {
  fake.servers.contacts = people.slice(0, 10);
  await fake.core.handlers.syncNow(john);
  fake.servers.contacts = people.slice(0, 5);
  await fake.core.handlers.answerGuard({ ...john, answer: 'apply' });
  expect(question()).toMatchObject({ removals: 25 });
  expect(fake.servers.roster.items.size).toBe(30);
});

describe('a book that is not there any more', () => {
  const book = { url: 'https://example.com/shared/', name: 'Shared' };
  const theirs = people.slice(28).map((person) => ({ ...person, book: book.url }));

  beforeEach(async () => {
    fake.servers.contacts = [...people.slice(0, 28), ...theirs];
    fake.servers.reading = { goneBooks: [book] };
    await fake.core.handlers.syncNow(john);
  });

  it('is asked about by its name', () => {
    expect(question()).toMatchObject({ why: 'book-gone', books: ['Shared'], removals: 2 });
    expect(fake.outcome).toBe('partly');
    expect(fake.servers.roster.items.size).toBe(30);
  });

  it('takes its items with it when the user says so', async () => {
    await fake.core.handlers.answerGuard({ ...john, answer: 'apply' });
    expect(question()).toBeNull();
    expect(fake.servers.roster.items.size).toBe(28);
  });

  it('keeps its items when the user says so, and asks no more', async () => {
    await fake.core.handlers.answerGuard({ ...john, answer: 'keep' });
    expect(question()).toBeNull();
    expect(fake.servers.roster.items.size).toBe(30);
  });
});
