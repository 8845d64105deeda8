/** The tray's menu as Electron got it: Electron has no way to ask for it, so it is caught on its way. */
import { expect } from 'vitest';
import type { RunningShell } from './running-shell.ts';

export interface ShownEntry {
  readonly label: string;
  readonly enabled: boolean;
}

/** From now on, every menu that is set is kept. */
export async function catchTrayMenu({ app }: RunningShell): Promise<void> {
  await app.evaluate(({ Tray }) => {
    const set = Tray.prototype.setContextMenu;
    Tray.prototype.setContextMenu = function (menu) {
      globalThis.trayMenu = menu ?? undefined;
      set.call(this, menu);
    };
  });
}

/** The entries that were set last, without separators; waits for the first. */
export async function trayEntries({ app }: RunningShell): Promise<ShownEntry[]> {
  const read = () =>
    app.evaluate(() =>
      (globalThis.trayMenu?.items ?? [])
        .filter((item) => item.type !== 'separator')
        .map(({ label, enabled }) => ({ label, enabled })),
    );
  await expect.poll(read).not.toEqual([]);
  return await read();
}

/** Clicks an entry as a person does. */
export async function clickTrayEntry({ app }: RunningShell, label: string): Promise<void> {
  await app.evaluate((_electron, wanted) => {
    const item = globalThis.trayMenu?.items.find((candidate) => candidate.label === wanted);
    if (!item) throw new Error(`the tray has no entry "${wanted}"`);
    item.click();
  }, label);
}
