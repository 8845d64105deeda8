/** Keeps the place of the window in a file beside the settings. */
import Store from 'electron-store';
import type { WindowPlace } from './bounds.ts';

/** Opens `window.json`. A broken file is emptied, since only the place is lost. */
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
