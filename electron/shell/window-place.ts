/** Keeps where the window stood, in a file of its own beside the settings. */
import Store from 'electron-store';
import type { WindowPlace } from './bounds.ts';

/** Opens `window.json`. A broken one is emptied: it holds nothing that anyone would miss. */
export function windowPlaceStore(): { read(): WindowPlace; write(place: WindowPlace): void } {
  const store = new Store<WindowPlace>({
    name: 'window',
    configFileMode: 0o600,
    clearInvalidConfig: true,
  });
  return {
    read: () => store.store,
    write: (place) => {
      store.store = place;
    },
  };
}
