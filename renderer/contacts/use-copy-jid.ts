/** Copies a contact's JID, says so, and marks the row for a moment. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../shared/contract/contract.ts';
import { useAnnounce } from '../frame/announcer.tsx';

const markMs = 2_000;

export function useCopyJid(): {
  /** Key of the row that was copied just now. */
  readonly copiedKey: string | undefined;
  readonly copy: (row: ContactRow) => void;
} {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [copiedKey, setCopiedKey] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback(
    (row: ContactRow) => {
      navigator.clipboard.writeText(row.jid).then(
        () => {
          announce(t('contacts.copied', { jid: row.jid }));
          setCopiedKey(row.key);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => setCopiedKey(undefined), markMs);
        },
        () => announce(t('contacts.copyFailed')),
      );
    },
    [announce, t],
  );
  return { copiedKey, copy };
}
