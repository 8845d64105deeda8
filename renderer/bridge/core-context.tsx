/** How components reach the core: its state as it changes, and its commands. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useState,
  useSyncExternalStore,
} from 'react';
import type {
  Answer,
  CommandInput,
  CommandName,
  CommandOutput,
} from '../../shared/contract/contract.ts';
import type { AppState } from '../../shared/contract/state.ts';
import type { Problem } from '../../shared/errors.ts';
import type { ContactsStore } from './contacts-store.ts';
import type { CoreStore, CoreView } from './core-store.ts';

const CoreContext = createContext<CoreStore | undefined>(undefined);
export const ContactsContext = createContext<ContactsStore | undefined>(undefined);

interface CoreProviderProps {
  readonly store: CoreStore;
  readonly contacts: ContactsStore;
  readonly children: ReactNode;
}

export function CoreProvider({ store, contacts, children }: CoreProviderProps) {
  return (
    <CoreContext value={store}>
      <ContactsContext value={contacts}>{children}</ContactsContext>
    </CoreContext>
  );
}

function useCore(): CoreStore {
  const store = useContext(CoreContext);
  if (!store) throw new Error('useCore stands outside of CoreProvider');
  return store;
}

export function useCoreView(): CoreView {
  const store = useCore();
  return useSyncExternalStore(store.subscribe, store.view);
}

/** The core's state; only for what is drawn after the first snapshot has arrived. */
export function useAppState(): AppState {
  const { state } = useCoreView();
  if (!state) throw new Error('useAppState stands where there may be no snapshot yet');
  return state;
}

function useInvoke(): CoreStore['bridge']['invoke'] {
  return useCore().bridge.invoke;
}

export interface Command<Name extends CommandName> {
  readonly running: boolean;
  /** What the last run failed with, until the next run. */
  readonly problem: Problem | undefined;
  readonly run: (input: CommandInput<Name>) => Promise<Answer<CommandOutput<Name>>>;
  readonly clear: () => void;
}

/** One command with the state that a button needs: running, and what went wrong. */
export function useCommand<Name extends CommandName>(name: Name): Command<Name> {
  const invoke = useInvoke();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const run = useCallback(
    async (input: CommandInput<Name>) => {
      setRunning(true);
      setProblem(undefined);
      const answer = await invoke(name, input);
      setRunning(false);
      if (!answer.ok) setProblem(answer.problem);
      return answer;
    },
    [invoke, name],
  );
  const clear = useCallback(() => setProblem(undefined), []);
  return { running, problem, run, clear };
}
