/** The settings of a profile about its address book. */
import { z } from 'zod';
import { readBookAddress } from './book-address.ts';

export const carddavWith = <Secret extends z.ZodType>(secret: Secret) =>
  z
    .strictObject({
      /**
       * A book, a home, a principal or a server as a URL, or just a host name or an e-mail address; what is
       * there, is found out (RFC 6352, RFC 6764).
       */
      url: z.string().superRefine((text, context) => {
        const reading = readBookAddress(text);
        if (!reading.ok) context.addIssue({ code: 'custom', message: reading.problem });
      }),
      /** URLs of the books to read, where there are several at the address; all of them by default. */
      books: z
        .array(
          z.string().refine((text) => {
            const reading = readBookAddress(text);
            return reading.ok && reading.address.kind === 'url';
          }, 'expected the URL of an address book such as https://cloud.example.com/dav/john/contacts/'),
        )
        .optional(),
      username: z
        .string()
        .min(1)
        .regex(/^\P{Cc}*$/u, 'a user name holds no line breaks or other control characters')
        .optional(),
      password: secret.optional(),
      /** Instead of a user name and a password: what goes out as Bearer (RFC 6750). */
      token: secret.optional(),
    })
    .superRefine(({ username, password, token }, context) => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      if (token === undefined) {
        if (username === undefined) refuse('username', `expected a user name${orToken}`);
        if (password === undefined) refuse('password', `expected a password${orToken}`);
      } else if (username !== undefined || password !== undefined) {
        refuse('token', 'log in with "username" and "password" or with "token", not with both');
      }
    });
const orToken = ' ("username" and "password", or "token" instead of both)';
