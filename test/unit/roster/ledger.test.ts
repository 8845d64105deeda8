/** What the ledger's words mean when nobody knows whether a set has arrived. */
import { describe, expect, it } from 'vitest';
import { ModelRolodial, ModelServer, ModelUser } from '../../support/roster/model.ts';
import { contact, desired, entry, usual } from '../../support/roster/samples.ts';

const jid = '+16135550100%+10345678901@sms.example.com';
const oneDid = { dids: [{ number: '+10345678901', alias: 'Home' }] };
const book = (name: string) => desired([contact(name, ['+16135550100', 'cell'])], oneDid).items;

const arrived = { arrive: 1, answered: 0, how: 'killed' } as const;
const notArrived = { arrive: 0, answered: 0, how: 'killed' } as const;

function start() {
  const server = new ModelServer();
  const rolodial = new ModelRolodial(server);
  return { server, rolodial, user: new ModelUser(server, rolodial) };
}

describe('a sync that was killed', () => {
  it.each([
    ['arrived', arrived],
    ['did not arrive', notArrived],
  ])('with a first set that %s leaves no item behind', (_, cut) => {
    const { server, rolodial } = start();
    rolodial.sync(book('Anna'), usual, cut);
    rolodial.sync([]);
    expect(server.items.size).toBe(0);
    expect(rolodial.ledger.size).toBe(0);
  });

  it.each([
    ['arrived', arrived],
    ['did not arrive', notArrived],
  ])('with a takeover that %s gives back what I had', (_, cut) => {
    const { server, rolodial, user } = start();
    user.name(jid, 'mine');
    user.addGroup(jid, 'Family');
    rolodial.sync(book('Anna'), usual, cut);
    rolodial.sync([]);
    expect(server.items.get(jid)).toMatchObject({ name: 'mine', groups: ['Family'] });
  });

  it('with a removal that arrived never takes what I have made since, not even under the same name', () => {
    const { server, rolodial, user } = start();
    rolodial.sync(book('Anna'));
    user.name(jid, 'mine');
    rolodial.sync([], usual, arrived);
    user.name(jid, 'mine');
    rolodial.sync([]);
    expect(server.items.get(jid)).toMatchObject({ name: 'mine', groups: [] });
  });

  it('with a name that replaced mine gives back the last one that I had given', () => {
    const { server, rolodial, user } = start();
    user.name(jid, 'mine 1');
    rolodial.sync(book('Anna'));
    user.name(jid, 'mine 2');
    rolodial.sync(book('Anna'), usual, arrived);
    rolodial.sync([]);
    expect(server.items.get(jid)).toMatchObject({ name: 'mine 2', groups: [] });
  });

  it.each([
    'mine 1',
    'mine 2',
  ])('with a giving back that did not arrive takes our group off all the same, though I name it "%s"', (name) => {
    const { server, rolodial, user } = start();
    user.name(jid, 'mine 1');
    rolodial.sync(book('Anna'));
    rolodial.sync([], usual, notArrived);
    user.name(jid, name);
    rolodial.sync([]);
    expect(server.items.get(jid)).toMatchObject({ name, groups: [] });
  });

  it('with each of its names, replaced by another client each time, gives way in the end', () => {
    const { server, rolodial, user } = start();
    rolodial.sync(book('Anna'));
    for (let day = 0; day < 10; day += 1) {
      user.name(jid, 'mine');
      rolodial.sync(book('Anna'), usual, arrived);
    }
    expect(server.items.get(jid)?.name).toBe('mine');
  });

  it('with a new name that arrived does not take its own name for somebody else’s', () => {
    const { server, rolodial } = start();
    rolodial.sync(book('Anna'));
    rolodial.sync(book('Anna B'), usual, arrived);
    const { actions } = rolodial.sync(book('Anna C'), { ...usual, renamedElsewhere: 'keep' });
    expect(actions[0]).toMatchObject({ action: 'update', changedElsewhere: false });
    expect(server.items.get(jid)?.name).toBe('[Home] Anna C (cell)');
  });
});

describe('words that speak of no item any more', () => {
  it('are forgotten where the item is gone, though it is wanted', () => {
    const { server, rolodial, user } = start();
    rolodial.sync(book('Anna'));
    user.remove(jid);
    expect(rolodial.plan(book('Anna'))).toMatchObject({ forgotten: [jid] });
    expect(server.items.size).toBe(0);
  });

  it('are forgotten where the item is mine, though it is wanted', () => {
    const { rolodial, user } = start();
    user.name(jid, 'mine');
    rolodial.ledger.set(jid, entry(jid, '[Home] Anna (cell)', ['Home'], { state: 'intended' }));
    const planned = rolodial.sync(book('Anna'), { ...usual, takeover: 'leave' });
    expect(planned).toMatchObject({ actions: [], forgotten: [jid] });
    expect(rolodial.ledger.size).toBe(0);
  });
});
