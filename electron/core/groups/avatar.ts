/** The picture of a vCard. Its type is taken from its first bytes, and a large one is refused. */

import type { Avatar } from '../store/member-profiles.ts';

const largestBytes = 256 * 1024;

/** @param base64 with or without line breaks; null for what is not a picture or is too large */
export function avatarOf(base64: string): Avatar | null {
  const text = base64.replace(/\s+/g, '');
  if (text === '' || text.length > (largestBytes * 4) / 3 + 4) return null;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const type = typeOf(bytes);
  return type && bytes.length <= largestBytes ? { type, base64: bytes.toString('base64') } : null;
}

/** The picture in a `data:` URI (RFC 2397); other URIs are never fetched. */
export function avatarOfUri(uri: string): Avatar | null {
  const found = /^data:[^,]*;base64,(?<base64>.*)$/isu.exec(uri.trim());
  return found?.groups?.['base64'] ? avatarOf(found.groups['base64']) : null;
}

function typeOf(bytes: Buffer): Avatar['type'] | null {
  const starts = (text: string, at = 0) =>
    bytes.subarray(at, at + text.length).toString('latin1') === text;
  if (starts('\u0089PNG\r\n\u001A\n')) return 'image/png';
  if (starts('\u00FF\u00D8\u00FF')) return 'image/jpeg';
  if (starts('GIF87a') || starts('GIF89a')) return 'image/gif';
  return starts('RIFF') && starts('WEBP', 8) ? 'image/webp' : null;
}
