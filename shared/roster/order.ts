/** Orders of items, by code unit, so that they are the same on every machine, whatever its locale. */

export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function byJid(one: { readonly jid: string }, other: { readonly jid: string }): number {
  return compareText(one.jid, other.jid);
}

const actionOrder = { add: 0, update: 1, remove: 2, keep: 3 } as const;

interface Action {
  readonly action: keyof typeof actionOrder;
  readonly jid: string;
}

/** The order of the actions of a plan. */
export function byActionThenJid(one: Action, other: Action): number {
  return actionOrder[one.action] - actionOrder[other.action] || byJid(one, other);
}
