import { expect, test } from 'vitest';
import { answer } from '../../../shared/contract/answer.ts';
import type { CommandHandlers } from '../../../shared/contract/contract.ts';
import { RolodialError } from '../../../shared/errors.ts';

const handlers = {
  setPaused: () => Promise.resolve(null),
  cancelSync: () =>
    Promise.reject(new RolodialError('profile-unknown', 'There is no such profile.')),
  removeProfile: () => Promise.reject(new TypeError('x is not a function')),
} as Partial<CommandHandlers> as CommandHandlers;

test('a command with proper input gives its value', async () => {
  expect(await answer(handlers, 'setPaused', { profile: 'john', paused: true })).toEqual({
    ok: true,
    value: null,
  });
});

test('a wrong input is refused by the name of its field', async () => {
  expect(await answer(handlers, 'setPaused', { profile: 'john', paused: 'yes' })).toMatchObject({
    ok: false,
    problem: { code: 'bad-input', params: { field: 'paused' } },
  });
  expect(await answer(handlers, 'setPaused', undefined)).toMatchObject({
    ok: false,
    problem: { code: 'bad-input' },
  });
});

test('names that every object has are no commands', async () => {
  for (const name of ['constructor', '__proto__', 'hasOwnProperty', '', 7, null]) {
    expect(await answer(handlers, name, {})).toMatchObject({
      ok: false,
      problem: { code: 'bad-input' },
    });
  }
});

test('an error of ours keeps its code; any other shows its message and no stack', async () => {
  expect(await answer(handlers, 'cancelSync', { profile: 'john' })).toMatchObject({
    problem: { code: 'profile-unknown' },
  });
  const internal = await answer(handlers, 'removeProfile', { profile: 'john' });
  expect(internal).toMatchObject({ ok: false, problem: { code: 'internal' } });
  expect(JSON.stringify(internal)).not.toContain('.ts:');
});
