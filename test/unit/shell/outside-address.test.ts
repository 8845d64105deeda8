import { expect, test } from 'vitest';
import { outsideAddress } from '../../../electron/shell/outside-address.ts';

test.each([
  ['https://example.com/help?x=1#y', 'https://example.com/help?x=1#y'],
  ['HTTPS://Example.com', 'https://example.com/'],
  ['xmpp:john@example.com', 'xmpp:john@example.com'],
  [
    'xmpp:+16135550100%25+10345678901@sms.example.com?message',
    'xmpp:+16135550100%25+10345678901@sms.example.com?message',
  ],
])('the link %s opens in its own program', (link, opened) => {
  expect(outsideAddress(link)).toBe(opened);
});

test.each([
  'http://example.com/',
  'https://user:word@example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'xmpp:',
  'xmpp:nobody',
  'xmpp://john@example.com/',
  'smb://server/share',
  'not a link',
  `https://example.com/${'a'.repeat(2048)}`,
])('the link %s opens nothing', (link) => {
  expect(outsideAddress(link)).toBeUndefined();
});
