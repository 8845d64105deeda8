/** The contract, kept by the core over doubles of its servers, and by the double that the window's tests use. */
import type { ContactRow } from '../../../shared/contract/contract.ts';
import { contractSuite } from '../../support/contract/contract-suite.ts';
import { FakeCore } from '../../support/core/fake-core.ts';
import { Gate } from '../../support/core/fake-servers.ts';
import { createCoreDouble } from '../../support/core-double/core-double.ts';
import { sampleAbsence } from '../../support/core-double/sample-books.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { contact } from '../../support/roster/samples.ts';

const people = Array.from({ length: 30 }, (_, index) =>
  contact(`Person ${index}`, [`+1613555${1000 + index}`, 'cell']),
);

contractSuite('the core', async () => {
  const fake = new FakeCore({ dids: [{ number: '+16135550100', alias: 'Home' }] });
  fake.servers.contacts = people;
  return {
    core: fake.core,
    async manyWouldGo() {
      fake.servers.contacts = people.slice(0, 10);
      return people.slice(10).map(({ numbers }) => jidOf(numbers[0]?.number ?? ''));
    },
    async bookGoes() {
      const book = { url: 'https://example.com/shared/', name: 'Shared' };
      const shared = people.slice(28).map((person) => ({ ...person, book: book.url }));
      fake.servers.contacts = [...people.slice(0, 28), ...shared];
      fake.servers.reading = { goneBooks: [book] };
      return shared.map(({ numbers }) => jidOf(numbers[0]?.number ?? ''));
    },
    holdNextSync() {
      const gate = new Gate();
      fake.servers.onRead = (signal) => gate.pass(signal);
    },
    close: () => fake.close(),
  };
});

const jidOf = (number: string) => `${number}%+16135550100@sms.example.com`;

contractSuite('the double of the core', async () => {
  const double = createCoreDouble({ profiles: [sampleProfile], contacts: 60, stepMs: 0 });
  return {
    core: double,
    async manyWouldGo() {
      const rows = await double.handlers.listContacts({ profile: 'john' });
      const jids = rows
        .map(({ jid }: ContactRow) => jid)
        .filter((jid) => jid !== '')
        .slice(0, 20);
      double.script.guardNextSync({ reason: 'many-removals', removals: 20, owned: 30, jids });
      return jids;
    },
    async bookGoes() {
      const rows = await double.handlers.listContacts({ profile: 'john' });
      const jids = rows.map(({ jid }) => jid).filter((jid) => jid !== '');
      double.script.findInNextSync(sampleAbsence(jids.slice(0, 2), jids.length, 'Shared'));
      return jids.slice(0, 2);
    },
    holdNextSync: () => undefined,
    close: () => double.stop(),
  };
});
