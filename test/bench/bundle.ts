/** Programs as the product ships them: bundled, so that a process neither strips types nor resolves modules. */
import path from 'node:path';
import { build } from 'vite';

/** @returns the bundle's file */
export async function bundle(entry: string, folder: string): Promise<string> {
  const file = `${path.basename(entry, '.ts')}.mjs`;
  await build({
    root: path.resolve(import.meta.dirname, '../..'),
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: { output: { entryFileNames: file, codeSplitting: false } },
    },
  });
  return path.join(folder, file);
}
