/** The output of the command line: results on standard output, progress and messages on standard error. */
import type { SyncProgress } from '../../shared/contract/state.ts';
import { waitingWords } from './words/waiting.ts';

export interface Terminal {
  /** A line of the result, on standard output. */
  result(line: string): void;
  /** A line for the person, on standard error. */
  say(line: string): void;
  /** Shows the progress of a sync: a bar on a terminal, else a line for each phase and each tenth. */
  progress(profile: string, progress: SyncProgress): void;
  /** Nothing is under way any more. */
  progressEnded(): void;
}

const barWidth = 30;

export function terminal(
  output: NodeJS.WriteStream = process.stdout,
  errors: NodeJS.WriteStream = process.stderr,
): Terminal {
  let barShown = false;
  let lastLine = '';

  function clearBar(): void {
    if (barShown) errors.write('\r\u001B[K');
    barShown = false;
  }

  return {
    result(line) {
      clearBar();
      output.write(`${line}\n`);
    },
    say(line) {
      clearBar();
      errors.write(`${line}\n`);
    },
    progressEnded: clearBar,
    progress(profile, progress) {
      const { waiting } = progress;
      const doing = waiting ? waitingWords(waiting) : phaseWords[progress.phase];
      if (errors.isTTY) {
        const rest = waiting ? `, ${waiting.secondsLeft} s left…` : ` ${bar(progress)}`;
        // A line that wraps could not be written over.
        const shown = `${profile}: ${doing}${rest}`.slice(0, (errors.columns || 80) - 1);
        errors.write(`\r${shown}\u001B[K`);
        barShown = true;
        return;
      }
      const line = `${profile}: ${doing}${waiting ? '' : tenth(progress)}`;
      if (line !== lastLine) errors.write(`${line}\n`);
      lastLine = line;
    },
  };
}

const phaseWords = {
  connecting: 'connecting',
  reading: 'reading the address book',
  planning: 'planning',
  pushing: 'pushing',
  settling: 'checking the roster',
} as const;

function bar({ done, total }: SyncProgress): string {
  if (total === 0) return done === 0 ? '' : String(done);
  const filled = Math.round((barWidth * done) / total);
  return `[${'#'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${done}/${total}`;
}

function tenth({ done, total }: SyncProgress): string {
  return total === 0 ? '' : ` ${Math.floor((done * 10) / total) * 10}% of ${total}`;
}
