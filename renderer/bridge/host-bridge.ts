/** The bridge to the host of the core, which in a browser may be lost and found again. */
import type { Bridge } from '../../shared/contract/contract.ts';

/** `refused`: the host was restarted and ended the session; its new address has to be opened. */
export type Connection = 'open' | 'lost' | 'refused';

/** Under Electron, window and core start and end together: there is no connection to follow. */
export interface HostBridge extends Bridge {
  /**
   * Calls the listener whenever the stream of events opens or breaks.
   *
   * @returns stops calling it
   */
  followConnection?(listener: (connection: Connection) => void): () => void;
}
