/**
 * The bridge of the browser host: a command is a POST to `api/<command>`, events come over an
 * EventSource at `api/events`. The session lives in a cookie that this code cannot see.
 */

import type { Answer, CommandName, CoreEvent } from '../../shared/contract/contract.ts';
import type { Problem } from '../../shared/errors.ts';
import type { Connection, HostBridge } from './host-bridge.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

export function httpBridge(api: URL): HostBridge {
  const eventListeners = new Set<(event: CoreEvent) => void>();
  const connectionListeners = new Set<(connection: Connection) => void>();
  let stream: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;

  const tell = (connection: Connection) => {
    for (const listener of connectionListeners) listener(connection);
  };

  function open(): void {
    const opened = new EventSource(new URL('events', api));
    stream = opened;
    opened.onopen = () => {
      pauseMs = firstPauseMs;
      tell('open');
    };
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as CoreEvent;
      for (const listener of eventListeners) listener(event);
    };
    // EventSource tries again after some failures and gives up after others, and never says why: we ask.
    opened.onerror = () => {
      opened.close();
      tell('lost');
      tryAgainLater();
    };
  }

  function tryAgainLater(): void {
    retry = setTimeout(async () => {
      const answer = await post(new URL('getState', api), 'getState', {});
      if (answer !== 'refused' && answer.ok) open();
      else {
        tell(answer === 'refused' ? 'refused' : 'lost');
        tryAgainLater();
      }
    }, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  function closeIfUnused(): void {
    if (eventListeners.size + connectionListeners.size > 0) return;
    clearTimeout(retry);
    stream?.close();
    stream = undefined;
  }

  function follow<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
    listeners.add(listener);
    if (!stream) open();
    return () => {
      listeners.delete(listener);
      closeIfUnused();
    };
  }

  return {
    async invoke(command, input) {
      const answer = await post(new URL(command, api), command, input);
      if (answer === 'refused') {
        tell('refused');
        return { ok: false, problem: sessionEnded };
      }
      return answer as Answer<never>;
    },
    subscribe: (listener) => follow(eventListeners, listener),
    followConnection: (listener) => follow(connectionListeners, listener),
  };
}

async function post(
  url: URL,
  command: CommandName,
  input: unknown,
): Promise<Answer<unknown> | 'refused'> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (response.status === 401) return 'refused';
    return (await response.json()) as Answer<unknown>;
  } catch (error) {
    return { ok: false, problem: stopped(command, error) };
  }
}

/** The host was restarted, and the session of this window ended with it. */
const sessionEnded: Problem = {
  code: 'host-unreachable',
  message: 'This session has ended. Open the address that "rolodial serve" prints.',
  params: {},
};

function stopped(command: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'host-unreachable',
    message: `Rolodial did not answer to ${command}: ${reason}. Start it again and open the address that it prints.`,
    params: {},
  };
}
