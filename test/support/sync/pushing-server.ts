/** A scripted server that keeps a roster, and pushes what was set as a test says: late, from elsewhere, or never. */
import type { ScriptedConnection, ScriptedOptions } from '../../servers/scripted-xmpp.ts';

interface Item {
  readonly name: string;
  readonly groups: readonly string[];
}

export type Pushing =
  /** RFC 6121 §2.1.6, before or behind the answer to the set. */
  | { readonly when: 'before' | 'behind'; readonly from?: string }
  /** So long after the answer, in ms. */
  | { readonly when: number }
  | { readonly when: 'never' };

export interface PushingServer {
  readonly script: ScriptedOptions;
  readonly items: Map<string, Item>;
  /** Whole reads of the roster so far. */
  gets: number;
  sets: number;
}

/** @param store what the server makes of a name that it is sent */
export function pushingServer(
  pushing: Pushing,
  store: (name: string) => string = (name) => name,
): PushingServer {
  const items = new Map<string, Item>();
  const server: PushingServer = { script: { onElement }, items, gets: 0, sets: 0 };
  return server;

  function onElement(
    ...[element, connection]: Parameters<NonNullable<ScriptedOptions['onElement']>>
  ): boolean {
    const { id, type } = element.attrs;
    const query = element.getChild('query', 'jabber:iq:roster');
    if (!query) return answerOther(element.attrs, connection);
    const item = query.getChild('item');
    if (type === 'get') {
      server.gets += 1;
      const all = [...items].map(([jid, each]) => itemXml(jid, each)).join('');
      connection.send(
        `<iq type='result' id='${id}'><query xmlns='jabber:iq:roster'>${all}</query></iq>`,
      );
    } else if (type === 'set' && item) {
      server.sets += 1;
      const { jid, name = '', subscription } = item.attrs;
      if (subscription === 'remove') items.delete(jid);
      else {
        const groups = item.getChildren('group').map((group) => group.text());
        items.set(jid, { name: store(name), groups });
      }
      answer(jid, id, connection);
    }
    return true;
  }

  function answer(jid: string, id: string, { send }: ScriptedConnection): void {
    const kept = items.get(jid);
    const xml = kept ? itemXml(jid, kept) : `<item jid='${jid}' subscription='remove'/>`;
    const from = 'from' in pushing && pushing.from ? `from='${pushing.from}'` : '';
    const push = `<iq type='set' id='push-${id}' ${from}><query xmlns='jabber:iq:roster'>${xml}</query></iq>`;
    if (pushing.when === 'before') send(push);
    send(`<iq type='result' id='${id}'/>`);
    if (pushing.when === 'behind') send(push);
    if (typeof pushing.when === 'number') setTimeout(() => send(push), pushing.when);
  }
}

function answerOther(attrs: Record<string, string>, { send }: ScriptedConnection): boolean {
  if (attrs['type'] === 'get') send(`<iq type='result' id='${attrs['id']}'/>`);
  return true;
}

function itemXml(jid: string, { name, groups }: Item): string {
  const text = name.replaceAll('&', '&amp;').replaceAll("'", '&apos;').replaceAll('<', '&lt;');
  const inside = groups.map((group) => `<group>${group}</group>`).join('');
  return `<item jid='${jid}' name='${text}' subscription='none'>${inside}</item>`;
}
