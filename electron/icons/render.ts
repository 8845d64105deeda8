/**
 * Renders the drawing into the PNG files beside this script: `node electron/icons/render.ts`.
 *
 * The files are kept in the repository, since a build must not need a browser. `CHROMIUM` may name another
 * browser than Debian's.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { appDrawing, type IconStatus, trayDrawing } from './drawing.ts';

const here = import.meta.dirname;
const statuses: readonly IconStatus[] = ['idle', 'syncing', 'attention', 'offline', 'paused'];

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
await mkdir(path.join(here, 'tray'), { recursive: true });
await mkdir(path.join(here, 'app'), { recursive: true });

for (const status of statuses) {
  const colour = trayDrawing(status, 'colour');
  for (const size of [16, 22]) {
    await render(page, colour, size, `tray/${status}-${size}.png`);
    await render(page, colour, size * 2, `tray/${status}-${size}@2x.png`);
  }
  const template = trayDrawing(status, 'template');
  await render(page, template, 18, `tray/${status}Template.png`);
  await render(page, template, 36, `tray/${status}Template@2x.png`);
}
const app = appDrawing();
await writeFile(path.join(here, 'app', 'icon.svg'), app);
// The window's page cannot read this folder, so it has a copy.
await writeFile(path.join(here, '..', '..', 'renderer', 'icon.svg'), app);
// electron-builder takes the sizes for Linux from these names, and makes .ico and .icns from the largest.
for (const size of [16, 32, 48, 64, 128, 256, 512, 1024]) {
  await render(page, app, size, `app/${size}x${size}.png`);
}
await browser.close();

async function render(canvas: Page, drawing: string, size: number, file: string): Promise<void> {
  await canvas.setViewportSize({ width: size, height: size });
  await canvas.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${drawing}`,
  );
  await canvas.screenshot({ path: path.join(here, file), omitBackground: true });
}
