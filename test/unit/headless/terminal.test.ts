/** What the command line says of a sync while it runs, on a terminal and elsewhere. */
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminal } from '../../../electron/headless/terminal.ts';
import type { SyncProgress } from '../../../shared/contract/state.ts';

function shown(isTTY: boolean, columns = 100) {
  let text = '';
  const errors = Object.assign(
    new Writable({
      write(chunk, _, done) {
        text += chunk;
        done();
      },
    }),
    { isTTY, columns },
  ) as unknown as NodeJS.WriteStream;
  const { progress } = terminal(errors, errors);
  return { progress: (each: SyncProgress) => progress('john', each), text: () => text };
}

const reading = { phase: 'reading', done: 0, total: 0 } as const;
const book = { server: 'address-book', host: 'dav.example.com', status: 503 } as const;
const waiting = (secondsLeft: number): SyncProgress => ({
  ...reading,
  waiting: { ...book, secondsLeft },
});

describe('a server that is waited for', () => {
  it('is named on a terminal, with the seconds that are left', () => {
    const { progress, text } = shown(true);
    progress(waiting(9));
    progress({
      phase: 'connecting',
      done: 0,
      total: 0,
      waiting: { server: 'account', host: 'x:5222', secondsLeft: 15 },
    });
    expect(text()).toContain(
      'john: the address book server dav.example.com does not answer (HTTP 503); trying again, 9 s left…',
    );
    expect(text()).toContain(
      'john: the XMPP server x:5222 does not answer; trying again, 15 s left…',
    );
  });

  it('never fills more than a line of the terminal, which could not be written over', () => {
    const { progress, text } = shown(true, 40);
    progress(waiting(9));
    expect(text().replaceAll('\u001B[K', '').replaceAll('\r', '')).toHaveLength(39);
  });

  it('is one line elsewhere, not one for each second', () => {
    const { progress, text } = shown(false);
    for (const each of [reading, waiting(15), waiting(14), waiting(13), reading]) progress(each);
    expect(text().trimEnd().split('\n')).toEqual([
      'john: reading the address book',
      'john: the address book server dav.example.com does not answer (HTTP 503); trying again',
      'john: reading the address book',
    ]);
  });
});
