/** What a sync could not read of an address book, although it is there or was there before. */
import { z } from 'zod';

export const unreadReasons = [
  /** The server failed over it (HTTP 5xx). */
  'server-error',
  /** The server does not let this account read it (HTTP 403). */
  'forbidden',
  /** The server lists it, and says that it is not there when it is asked for. */
  'not-found',
  /** Nothing, or white space alone. */
  'empty',
  /** Something else than a vCard. */
  'not-a-card',
  /** A web page in its place. */
  'web-page',
  /** It ends before its end. */
  'cut',
  /** Longer than any card with a picture is. */
  'too-large',
  /** The server wrote its address, or the answer about it, in a way that cannot be understood. */
  'not-understood',
  /** A book that was read before and that the server does not list any more. */
  'gone',
  /** It gave no answer in time. */
  'no-answer',
] as const;
export type UnreadReason = (typeof unreadReasons)[number];

export const unreadSchema = z.object({
  /** URL of the book, or of the collection that lists books. */
  book: z.string(),
  /** What a person calls the book. */
  name: z.string(),
  /** Address of the card, where it is one card; otherwise all of the book. */
  card: z.string().optional(),
  /** Name of the contact in the card as it was last read. */
  contact: z.string().optional(),
  reason: z.enum(unreadReasons),
  /** What was last read of it is still in force; otherwise nothing is known of it. */
  isKnown: z.boolean(),
  /** The server says that it is as it was last read, so nothing can be in it that is not known. */
  isCurrent: z.boolean().optional(),
});
export type Unread = z.infer<typeof unreadSchema>;
