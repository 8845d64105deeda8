/** A name for a new profile on the command line, from its account. */

const notInIds = /[^A-Za-z0-9._-]+/g;

/** `john@example.com` becomes `john`, or `john-2` if that is taken. */
export function suggestId(jid: string, taken: readonly string[]): string {
  const local = jid.split('@')[0] ?? '';
  const plain = local
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(notInIds, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 60);
  const id = plain === '' ? 'account' : plain;
  if (!taken.includes(id)) return id;
  let number = 2;
  while (taken.includes(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
