/**
 * The window's way to the core: what the preload script put at `window.rolodial` under Electron, HTTP
 * under `rolodial serve`. Whatever comes from outside is parsed here, so that the rest of the window
 * works with values of the contract alone.
 */
import type { z } from 'zod';
import {
  type Answer,
  type Bridge,
  type CommandName,
  type CommandOutput,
  commands,
  eventSchema,
} from '../../shared/contract/contract.ts';
import type { Problem } from '../../shared/errors.ts';
import type { HostBridge } from './host-bridge.ts';
import { httpBridge } from './http-bridge.ts';

declare global {
  interface Window {
    /** Put here by Electron's preload script; absent in a browser. */
    readonly rolodial?: Bridge;
  }
}

export function windowBridge(): HostBridge {
  return parsed(window.rolodial ?? httpBridge(new URL('api/', document.baseURI)));
}

/** The same bridge, with every answer and event checked against the contract. */
export function parsed(bridge: HostBridge): HostBridge {
  return {
    async invoke(command, input) {
      const answer = await bridge.invoke(command, input);
      return answer.ok ? parseOutput(command, answer.value) : answer;
    },
    subscribe: (listener) =>
      bridge.subscribe((event) => {
        const reading = eventSchema.safeParse(event);
        if (reading.success) listener(reading.data);
        else console.error('an event that the contract does not know was left out', reading.error);
      }),
    ...(bridge.followConnection && { followConnection: bridge.followConnection.bind(bridge) }),
  };
}

function parseOutput<Name extends CommandName>(
  command: Name,
  value: unknown,
): Answer<CommandOutput<Name>> {
  const schema: z.ZodType = commands[command].output;
  const reading = schema.safeParse(value);
  // The schema is the one that CommandOutput is derived from; only the generic index hides it.
  if (reading.success) return { ok: true, value: reading.data as CommandOutput<Name> };
  return { ok: false, problem: unknownForm(command, reading.error.message) };
}

function unknownForm(command: string, detail: string): Problem {
  return {
    code: 'internal',
    message: `The answer to ${command} has a form that this window does not know: ${detail}`,
    params: { detail: command },
  };
}
