/** What must not be done in Electron: it becomes ready only after its main module has run to the end. */
import { app } from 'electron';

await app.whenReady();
