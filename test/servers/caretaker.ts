/**
 * What this process has started or made for a while, and how it goes away again: in order when asked
 * ({@link endEverything}), and by a caretaker process otherwise, however this process ends.
 *
 * Handlers for `exit` and signals would not do: a test worker may be killed outright, and in a worker thread
 * there are no signals at all. The caretaker notices by the closing of its channel, which no end escapes.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process (by its id, which is that of its group too) or a folder with all that is in it. */
export type Belonging = { readonly process: number } | { readonly folder: string };

/** What the caretaker is told. */
export interface CaretakerMessage {
  readonly keep: 'add' | 'drop';
  readonly belonging: Belonging;
}

interface Held {
  readonly belonging: Belonging;
  readonly end: () => Promise<unknown>;
}

const held: Held[] = [];
let caretaker: ChildProcess | undefined;

/**
 * Takes something into care.
 *
 * @param end ends or removes it, and then calls the returned function
 * @returns to be called when it is gone
 */
export function takeIntoCare(belonging: Belonging, end: () => Promise<unknown>): () => void {
  const entry: Held = { belonging, end };
  held.push(entry);
  tell({ keep: 'add', belonging });
  return () => {
    const index = held.indexOf(entry);
    if (index < 0) return;
    held.splice(index, 1);
    tell({ keep: 'drop', belonging });
  };
}

/** Ends every process and removes every folder, the newest first; afterwards nothing of ours is left. */
export async function endEverything(): Promise<void> {
  for (let newest = held.at(-1); newest; newest = held.at(-1)) await newest.end();
  if (!caretaker) return;
  const gone = once(caretaker, 'exit');
  caretaker.ref();
  caretaker.disconnect();
  caretaker = undefined;
  await gone;
}

function tell(message: CaretakerMessage): void {
  if (!caretaker?.connected) {
    caretaker = fork(fileURLToPath(new URL('caretaker-process.ts', import.meta.url)), {
      // Its own session: a Ctrl-C on the terminal must not reach it.
      detached: true,
      stdio: 'ignore',
      execArgv: [],
    });
    caretaker.unref();
    caretaker.channel?.unref();
  }
  caretaker.send(message);
}
