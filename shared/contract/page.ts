/** What both hosts, Electron's own address and the HTTP server, say of the window's page. */

/**
 * Scripts come from our own files and from nowhere else. Styles may be inline because Mantine writes its
 * theme into `<style>` elements; a style sheet runs nothing, and as images and fonts come from our own files
 * too (or stand in the page, `data:`), it cannot send anything away either.
 */
export const contentSecurityPolicy = [
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

/** The kinds of files that the page consists of, by their extension; no other is served. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
