/** The headers that every answer of `app://rolodial/` carries: what its page may load and do. */

/**
 * Scripts come from our own files and from nowhere else. Styles may be inline because Mantine writes its
 * theme into `<style>` elements; a style sheet runs nothing, and as images and fonts come from our own files
 * too (or stand in the page, `data:`), it cannot send anything away either.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;
