/**
 * Announcements for screen readers: the start, the end and the failure of a sync, "copied", "saved". One
 * polite live region for the whole window, so that nothing is announced twice.
 */
import { VisuallyHidden } from '@mantine/core';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileState } from '../../shared/contract/state.ts';
import { useCoreView } from '../bridge/core-context.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { useProblemWords } from '../parts/problem-words.ts';
import { useUnreadWords } from '../parts/unread-words.ts';
import { useWaitingWords } from '../parts/waiting-words.ts';

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => {});

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', count: 0 });
  const announce = useCallback<Announce>(
    (text) => setSaid(({ count }) => ({ text, count: count + 1 })),
    [],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      <SyncAnnouncements />
      <VisuallyHidden role="status" aria-live="polite" data-testid="announcer">
        {/* A new element each time, so that the same words are said again. */}
        <span key={said.count}>{said.text}</span>
      </VisuallyHidden>
    </AnnounceContext>
  );
}

const noProfiles: readonly ProfileState[] = [];

/** Follows the profiles and says what became of their syncs. */
function SyncAnnouncements() {
  const profiles = useCoreView().state?.profiles ?? noProfiles;
  const before = useRef(profiles);
  const announce = useAnnounce();
  const sayChange = useChangeWords();
  useEffect(() => {
    for (const profile of profiles) {
      const earlier = before.current.find(({ id }) => id === profile.id);
      const words = earlier && sayChange(earlier, profile);
      if (words) announce(words);
    }
    before.current = profiles;
  }, [profiles, announce, sayChange]);
  return null;
}

function isAskedBefore(before: ProfileState, after: ProfileState): boolean {
  const booksOf = ({ lastSync }: ProfileState) => JSON.stringify(lastSync?.absentBooks?.books);
  return booksOf(before) === booksOf(after);
}

function useChangeWords(): (before: ProfileState, after: ProfileState) => string | undefined {
  const { t } = useTranslation();
  const formats = useFormats();
  const problemWords = useProblemWords();
  const unreadWords = useUnreadWords();
  const waitingWords = useWaitingWords();
  return (before, after) => {
    const account = after.jid;
    if (after.activity.kind !== before.activity.kind) {
      if (after.activity.kind === 'syncing') return t('overview.announce.started', { account });
      if (after.activity.kind === 'asking') {
        const { what, why } = after.activity.question;
        if (why === 'book-gone') {
          // Asked beside every sync until it is answered, and said once.
          if (!isAskedBefore(before, after)) return t('unread.announceGone', { account });
        } else return t(`overview.announce.asking.${what}`, { account });
      }
    }
    const waiting = waitingWords(after.activity);
    // Once, and not every second.
    if (waiting && !waitingWords(before.activity)) return `${waiting.what} ${waiting.left}`;
    if (after.problem && after.problem.message !== before.problem?.message) {
      const problem = problemWords(after.problem).title;
      return t('overview.announce.problem', { account, problem });
    }
    if (after.lastSync && after.lastSync.startedAt !== before.lastSync?.startedAt) {
      const { applied, skipped, failed, unread, addressBook } = after.lastSync;
      const { missed } = addressBook;
      const done = t('overview.announce.done', {
        account,
        added: formats.number(applied.added),
        updated: formats.number(applied.updated),
        removed: formats.number(applied.removed),
        skipped: formats.number(skipped.length),
        failed: formats.number(failed.length),
      });
      const counted = { count: missed, formatted: formats.number(missed) };
      return [
        done,
        ...(missed > 0 ? [t('unread.announceMissed', counted)] : []),
        ...(unread.length > 0 ? [t('unread.announce', { parts: unreadWords(unread) })] : []),
      ].join(' ');
    }
    return undefined;
  };
}
