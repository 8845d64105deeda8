/** Preloaded (`node --import`): makes `electron` resolve to the stand-in, and Node look like Electron's. */
import { registerHooks } from 'node:module';
import electron from 'electron/package.json' with { type: 'json' };

const standIn = new URL('./module.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
});

Object.defineProperty(process, 'versions', {
  value: Object.freeze({ ...process.versions, electron: electron.version }),
});
Object.defineProperty(process, 'type', { value: 'browser' });
