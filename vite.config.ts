/**
 * Four builds, one per mode, each leaving files that need nothing from node_modules:
 *
 *   vite build --mode renderer   renderer/             → dist/renderer/       the window's page
 *   vite build --mode preload    electron/preload.ts   → dist/preload/preload.cjs
 *   vite build --mode main       electron/main.ts      → dist/main/main.js
 *   vite build --mode headless   electron/headless/    → dist/headless/cli.js
 *
 * main and headless are separate on purpose. As two entries of one build they would share chunks, and
 * "the headless bundle never imports electron" could no longer be read off one file.
 */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const root = import.meta.dirname;

/** A page under `app://rolodial/` and under the headless server: no absolute path, nothing inlined (CSP). */
const renderer: UserConfig = {
  root: path.join(root, 'renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: path.join(root, 'dist/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
};

/** A sandboxed preload script is one CommonJS file that may require `electron` alone. */
const preload: UserConfig = {
  root,
  build: {
    outDir: 'dist/preload',
    emptyOutDir: false,
    // The Chromium inside Electron 45 is newer than any target that Vite knows.
    target: 'esnext',
    minify: false,
    lib: { entry: 'electron/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
};

function node(entry: string, file: string): UserConfig {
  return {
    root,
    ssr: { noExternal: true },
    // `npm run dev` alone says otherwise (electron/headless/checkout/dev-electron.ts).
    define: { pageOfSources: 'undefined' },
    build: {
      ssr: entry,
      outDir: path.dirname(file),
      // Always the same files: emptied first, a program that starts during a build would find none.
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        external: ['electron'],
        output: { entryFileNames: path.basename(file), codeSplitting: false },
      },
    },
  };
}

const builds: Readonly<Record<string, UserConfig>> = {
  renderer,
  // Vite's own names, where nobody gives a mode: knip reads this file so.
  development: renderer,
  production: renderer,
  preload,
  main: node('electron/main.ts', 'dist/main/main.js'),
  headless: node('electron/headless/cli.ts', 'dist/headless/cli.js'),
};

export default defineConfig(({ mode }) => {
  const build = builds[mode];
  if (!build) throw new Error(`no build "${mode}": use --mode renderer, preload, main or headless`);
  return { ...build, publicDir: false, logLevel: 'warn', clearScreen: false };
});
