import { describe, expect, it, vi } from 'vitest';
import { createContactsStore } from '../../../renderer/bridge/contacts-store.ts';
import { createCoreStore } from '../../../renderer/bridge/core-store.ts';
import type { Connection, HostBridge } from '../../../renderer/bridge/host-bridge.ts';
import { parsed } from '../../../renderer/bridge/window-bridge.ts';
import type { Answer, CoreEvent } from '../../../shared/contract/contract.ts';
import { createCoreDouble } from '../../support/core-double/core-double.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';

/** A bridge whose answers and events come when the test says so. */
function handBridge() {
  const core = createCoreDouble({ profiles: [sampleProfile] });
  const answers: (() => void)[] = [];
  const events = new Set<(event: CoreEvent) => void>();
  const connections = new Set<(connection: Connection) => void>();
  const calls: string[] = [];
  const bridge: HostBridge = {
    invoke(command, input) {
      calls.push(command);
      const handler = core.handlers[command] as (input: unknown) => Promise<never>;
      return new Promise((resolve) => {
        answers.push(async () => resolve({ ok: true, value: await handler(input) }));
      });
    },
    subscribe(listener) {
      events.add(listener);
      return () => events.delete(listener);
    },
    followConnection(listener) {
      connections.add(listener);
      return () => connections.delete(listener);
    },
  };
  return {
    core,
    bridge,
    calls,
    answerAll: async () => {
      for (const answer of answers.splice(0)) answer();
      await new Promise((wake) => setTimeout(wake));
    },
    send: (event: CoreEvent) => events.forEach((listener) => void listener(event)),
    connect: (connection: Connection) =>
      connections.forEach((listener) => void listener(connection)),
  };
}

function profileEvent(paused: boolean): CoreEvent {
  return { event: 'profile', id: sampleProfile.id, changed: { paused } };
}

describe('the window’s picture of the core', () => {
  it('reads one snapshot when the stream opens, and then only follows events', async () => {
    const { bridge, calls, answerAll, send, connect } = handBridge();
    const store = createCoreStore(bridge);
    connect('open');
    await answerAll();
    send(profileEvent(true));
    expect(store.view().state?.profiles[0]?.paused).toBe(true);
    expect(calls).toEqual(['getState']);
  });

  it('keeps an event that overtook the snapshot', async () => {
    const { bridge, answerAll, send, connect } = handBridge();
    const store = createCoreStore(bridge);
    connect('open');
    send(profileEvent(true));
    await answerAll();
    expect(store.view().state?.profiles[0]?.paused).toBe(true);
  });

  it('reads the snapshot again after the stream was broken', async () => {
    const { core, bridge, answerAll, connect } = handBridge();
    const store = createCoreStore(bridge);
    connect('open');
    await answerAll();
    connect('lost');
    expect(store.view().connection).toBe('lost');
    core.script.change('john', { paused: true }); // nobody hears it
    connect('open');
    await answerAll();
    expect(store.view().state?.profiles[0]?.paused).toBe(true);
    expect(store.view().connection).toBe('open');
  });

  it('does not let an answer to an older question win', async () => {
    const { core, bridge, answerAll, connect } = handBridge();
    const store = createCoreStore(bridge);
    connect('open');
    core.script.change('john', { paused: true });
    connect('open');
    await answerAll();
    expect(store.view().state?.profiles[0]?.paused).toBe(true);
  });
});

describe('what comes over the bridge', () => {
  const strange = (answer: unknown): HostBridge => ({
    invoke: async () => answer as Answer<never>,
    subscribe: () => () => {},
  });

  it('is refused when it has a form that the contract does not know', async () => {
    const answer = await parsed(strange({ ok: true, value: { rosterItems: 'many' } })).invoke(
      'testAccount',
      { jid: 'a@b', password: { value: 'c' } },
    );
    expect(answer.ok).toBe(false);
    expect(!answer.ok && answer.problem.code).toBe('internal');
  });

  it('passes a problem on as it is', async () => {
    const problem = { code: 'sync-busy', message: 'Busy.', params: {} };
    const answer = await parsed(strange({ ok: false, problem })).invoke('getState', {});
    expect(answer).toEqual({ ok: false, problem });
  });
});

describe('the rows of the Contacts page', () => {
  it('are read once for all pages, and again only when they changed', async () => {
    const { bridge, calls, answerAll } = handBridge();
    const store = createContactsStore(bridge, 0);
    store.want('john', 1);
    store.want('john', 1);
    await answerAll();
    expect(store.view('john').rows?.length).toBe(124);
    store.want('john', 1);
    expect(calls).toEqual(['listContacts']);
    store.want('john', 2);
    await vi.waitFor(() => expect(calls.length).toBe(2));
  });

  it('are not read for each of many quick changes', async () => {
    const { bridge, calls, answerAll } = handBridge();
    const store = createContactsStore(bridge, 0);
    for (let revision = 1; revision <= 50; revision += 1) store.want('john', revision);
    await answerAll();
    await vi.waitFor(() => expect(calls.length).toBe(2));
    await answerAll();
    await new Promise((wake) => setTimeout(wake, 20));
    expect(calls.length).toBe(2); // the first, and one for all that came while it was read
  });
});
