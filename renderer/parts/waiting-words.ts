/** A server that is waited for during a sync, in the window's language. */
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../shared/contract/state.ts';
import { useFormats } from '../i18n/use-formats.ts';

interface WaitingWords {
  /** Which server does not answer. */
  readonly what: string;
  /** For how long it is still tried. */
  readonly left: string;
}

export function useWaitingWords(): (activity: Activity) => WaitingWords | undefined {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (activity) => {
    if (activity.kind !== 'syncing' || !activity.waiting) return undefined;
    const { server, host, status, secondsLeft } = activity.waiting;
    return {
      what:
        status === undefined
          ? t(`overview.waiting.${server}`, { host })
          : t(`overview.waiting.status.${server}`, { host, status }),
      left: t('overview.waiting.left', { formatted: number(secondsLeft) }),
    };
  };
}
