/** The bridge, which is all that the window's page gets from Electron, as `window.rolodial`. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { channels } from '../shared/contract/channels.ts';
import type { Bridge, CoreEvent } from '../shared/contract/contract.ts';

const bridge: Bridge = {
  invoke: (command, input) => ipcRenderer.invoke(channels.command, command, input),
  subscribe(listener) {
    // The event is not passed on: it holds `ipcRenderer`, which would let the page use any channel.
    const forward = (_event: IpcRendererEvent, event: CoreEvent) => listener(event);
    ipcRenderer.on(channels.event, forward);
    return () => {
      ipcRenderer.off(channels.event, forward);
    };
  },
};

contextBridge.exposeInMainWorld('rolodial', bridge);
