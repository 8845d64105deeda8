/** The core and its HTTP server under `npm run dev`, loaded anew by dev.ts for each start. */
import { createCore } from '../../core/core.ts';
import { headlessHost } from '../host.ts';
import { type PageServer, serveWindow } from '../http/serve-window.ts';
import type { Session } from '../http/session.ts';

export interface DevCoreOptions {
  readonly config: string | undefined;
  readonly data: string | undefined;
  /** 0 for a free one. */
  readonly port: number;
  /** That of the core before, if there was one. */
  readonly session: Session | undefined;
  readonly page: PageServer;
  readonly log: (line: string) => void;
}

export interface RunningCore {
  /** With the token that lets in once. */
  readonly url: string;
  readonly session: Session;
  stop(): Promise<void>;
}

/** @throws the error of `listen`, and RolodialError for settings that cannot be read */
export async function startCore(options: DevCoreOptions): Promise<RunningCore> {
  const core = createCore(headlessHost(options), null);
  const { url, session, close } = await serveWindow(core, options);
  core.start();
  return {
    url,
    session,
    async stop() {
      await close();
      await core.stop();
    },
  };
}
