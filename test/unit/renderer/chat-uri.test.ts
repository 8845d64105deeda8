import { expect, it } from 'vitest';
import { chatUri } from '../../../renderer/contacts/chat-uri.ts';
import { readableNumber } from '../../../renderer/parts/phone-number.ts';

it('writes the percent sign of a gateway address as %25 in a chat link, and keeps its plus', () => {
  expect(chatUri('+16135550101%+10345678901@sms.example.com')).toBe(
    'xmpp:+16135550101%25+10345678901@sms.example.com?message',
  );
});

it('gives back the same address when the link is read', () => {
  const jid = '+16135550101%+10345678901@sms.example.com';
  const { pathname } = new URL(chatUri(jid));
  expect(decodeURIComponent(pathname)).toBe(jid);
});

it('shows numbers the way people read them, and anything else as it stands', () => {
  expect(readableNumber('+16135550101')).toBe('+1 613 555 0101');
  expect(readableNumber('+33142685300')).toBe('+33 1 42 68 53 00');
  expect(readableNumber('ask for Marco')).toBe('ask for Marco');
  expect(readableNumber('')).toBe('');
});
