/** Electron's IPC channels; apart from the contract, so that the preload script carries no schemas. */
export const channels = { command: 'rolodial:command', event: 'rolodial:event' } as const;
