/**
 * Where the app's own files are.
 *
 * Two folders up is the app's root both from `dist/main/main.js`, in a checkout and inside the asar, and
 * from this source file.
 */
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

export const rendererFolder = path.join(root, 'dist', 'renderer');
export const preloadFile = path.join(root, 'dist', 'preload', 'preload.cjs');
export const iconsFolder = path.join(root, 'electron', 'icons');
