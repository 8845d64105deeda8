/** Requests under way: each settles once, and leaves nothing behind that keeps the program. */
import { xml } from '@xmpp/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Requests } from '../../../electron/core/xmpp/requests.ts';

const stanzas = 'urn:ietf:params:xml:ns:xmpp-stanzas';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A request on its way, and the stanza that it sent. */
function asked() {
  const requests = new Requests();
  const stanza = xml('iq', { type: 'get' });
  const answer = requests.request(stanza, 30_000, async () => undefined);
  answer.catch(() => undefined);
  const attrs = { id: stanza.attrs['id'] as string };
  return { requests, answer, attrs };
}

describe('a request', () => {
  it('ends with its answer, and an answer that comes again is nobody’s', async () => {
    const { requests, answer, attrs } = asked();
    const result = xml('iq', { ...attrs, type: 'result' });
    expect(requests.handleResponse(result)).toBe(true);
    expect(await answer).toBe(result);
    expect(requests.handleResponse(result)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when its time is over, and an answer that comes later is nobody’s', async () => {
    const { requests, answer, attrs } = asked();
    await vi.advanceTimersByTimeAsync(30_000);
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(requests.handleResponse(xml('iq', { ...attrs, type: 'result' }))).toBe(false);
  });

  it('ends with the stream, and at once where it cannot be sent', async () => {
    const { requests, answer } = asked();
    requests.endAll(new Error('over'));
    await expect(answer).rejects.toThrow('over');
    const unsent = requests.request(xml('iq', {}), 30_000, () => Promise.reject(new Error('cut')));
    await expect(unsent).rejects.toThrow('cut');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an error (RFC 6120 §8.3)', () => {
  async function errorOf(...children: ReturnType<typeof xml>[]) {
    const { requests, answer, attrs } = asked();
    requests.handleResponse(
      xml('iq', { ...attrs, type: 'error' }, xml('error', { type: 'cancel' }, ...children)),
    );
    return await answer.catch((error) => error);
  }

  it('§8.3.4 has its defined condition, whatever the server adds of its own', async () => {
    expect(
      await errorOf(
        xml('too-many-contacts', { xmlns: 'urn:example:conditions' }),
        xml('text', { xmlns: stanzas }, 'No more'),
        xml('not-allowed', { xmlns: stanzas }),
      ),
    ).toMatchObject({
      ...{ condition: 'not-allowed', type: 'cancel', text: 'No more' },
      message: 'not-allowed: No more',
    });
  });

  it('without any condition is one that is not defined', async () => {
    expect(await errorOf()).toMatchObject({
      ...{ condition: 'undefined-condition', text: '', message: 'undefined-condition' },
    });
  });
});
