/** Binds the contract to Electron's IPC: one channel for commands, one for events. */
import type { IpcMain, WebFrameMain } from 'electron';
import { answer } from '../../shared/contract/answer.ts';
import { channels } from '../../shared/contract/channels.ts';
import { RolodialError, toProblem } from '../../shared/errors.ts';
import type { Core } from '../core/core.ts';
import { isOwnPage } from './page-address.ts';
import type { StatusWindow } from './window.ts';

/** Answers the window's commands and passes the core's events on to it. */
export function bindIpc(ipcMain: IpcMain, core: Core, window: StatusWindow): void {
  ipcMain.handle(channels.command, (event, command: unknown, input: unknown) =>
    isOurs(event.senderFrame)
      ? answer(core.handlers, command, input)
      : { ok: false, problem: toProblem(notOurs()) },
  );
  core.subscribe((event) => window.send(channels.event, event));
}

/** The frame is null when its page has gone since. */
function isOurs(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}

function notOurs(): RolodialError {
  return new RolodialError('bad-input', 'Only the window of Rolodial may ask for this.');
}
