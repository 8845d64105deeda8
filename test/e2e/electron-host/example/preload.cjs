const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('example', {
  fail: () => ipcRenderer.invoke('fail'),
  twice: (number) => number * 2,
  each: (values, callback) => values.map((value) => callback(value)),
  send: () => ipcRenderer.send('anything'),
});
