/** `ipcMain`: handlers for what pages invoke. */
import type { IpcMain } from 'electron';
import { loud } from './loud.ts';

type Handler = Parameters<IpcMain['handle']>[1];

const handlers = new Map<string, Handler>();

export const ipcMain: Pick<IpcMain, 'handle'> & { on(): unknown } = loud('ipcMain', {
  handle(channel, handler) {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, handler);
  },
  /** electron-store listens here. Nothing can arrive: the preload's `ipcRenderer` refuses to `send`. */
  on() {
    return ipcMain;
  },
});

/** Runs the handler of a channel; rejects with the text that Electron's `invoke` rejects with. */
export async function invokeHandler(
  channel: string,
  event: object,
  values: readonly unknown[],
): Promise<unknown> {
  const handler = handlers.get(channel);
  try {
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event as Parameters<Handler>[0], ...values);
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
  }
}
