/** The headers that every answer of `app://rolodial/` carries: what its page may load and do. */
import { contentSecurityPolicy } from '../../shared/contract/page.ts';

export const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;
