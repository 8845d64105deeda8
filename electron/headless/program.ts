/** The commands and options of `rolodial`, as a person types them. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { checkConfig } from './commands/config.ts';
import { groups } from './commands/groups.ts';
import { remoteFetch, remoteRefresh, remoteStatus } from './commands/remote.ts';
import { roster } from './commands/roster.ts';
import { remoteDocument, remoteServe } from './commands/roster-service.ts';
import { serve } from './commands/serve.ts';
import { status } from './commands/status.ts';
import { plan, sync } from './commands/sync.ts';
import { undo } from './commands/undo.ts';
import { watch } from './commands/watch.ts';
import { version } from './host.ts';

const json = new Option('--json', 'print one JSON object for each profile, on a line of its own');
const profile = new Option('--profile <id>', 'only this profile');
const massRemoval = new Option(
  '--allow-mass-removal',
  'remove many items, or after an empty read, or those of address books that are gone, without asking',
);
const full = new Option('--full', 'read everything again: compare each card with what is known');

/** @param done is told the exit code of the command that ran */
export function defineProgram(done: (code: number) => void): Command {
  const program = describe(
    new Command('rolodial').version(version, '--version', 'print the version'),
    'Keeps the names of your CardDAV contacts in your XMPP roster.',
  ).showHelpAfterError('(rolodial --help lists the commands)');

  add('sync', 'bring the roster in line with the address book')
    .addOption(profile)
    .option('--dry-run', 'only say what would be done, as "plan" does')
    .addOption(massRemoval)
    .addOption(
      new Option(
        '--keep-gone-books',
        'keep the items of address books that are gone, and ask about them no more',
      ).conflicts('allowMassRemoval'),
    )
    .addOption(full)
    .option('--only <jid...>', 'change nothing but these items')
    .addOption(json)
    .action(async (options) => done(await sync(options)));
  add('plan', 'say what a sync would do')
    .addOption(profile)
    .addOption(full)
    .addOption(json)
    .action(async (options) => done(await plan(options)));
  add('undo', 'take back what the last sync changed, and sync no more by itself until told to')
    .addOption(profile)
    .option('--dry-run', 'only say what would be done')
    .addOption(massRemoval)
    .addOption(json)
    .action(async (options) => done(await undo(options)));
  add('status', 'the last result, the connection and who keeps the roster')
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await status(options)));
  add('roster', 'the live roster, classified')
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await roster(options)));
  add('groups', 'the groups of the live roster, their members, and why they are taken for shared')
    .addOption(profile)
    .option('--file <path>', 'compare this sharedgroups.txt with the live roster (3: it differs)')
    .option('--refresh', 'log out and in again, and say what has changed')
    .addOption(json)
    .action(async (options) => done(await groups(options)));
  const remote = describe(program.command('remote'), 'a roster that an outside service keeps');
  add('status', 'who keeps the roster, and how that is known', remote)
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await remoteStatus(options)));
  add(
    'fetch',
    'get the service’s document, and compare it with the roster and the address book',
    remote,
  )
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await remoteFetch(options)));
  add('refresh', 'tell the server that rosters have changed', remote)
    .addOption(profile)
    .addOption(json)
    .argument('[users...]', 'user names; by default the account’s own')
    .action(async (users, options) => done(await remoteRefresh(users, options)));
  add('document', 'the document that Rolodial itself serves, as a service', remote)
    .addOption(profile)
    .addOption(json)
    .option('--import <file>', 'first add the items of this document')
    .option('--import-roster', 'first add the items of the live roster')
    .option('--remove <jid...>', 'first take these items off it; never Rolodial’s own')
    .action(async (options) => done(await remoteDocument(options)));
  add('serve', 'be the service, and keep syncing, until told to end', remote)
    .option('--port <number>', 'the port to listen on, instead of that of the settings', portNumber)
    .addOption(json)
    .action(async (options) => done(await remoteServe(options)));
  add('watch', 'keep syncing until told to end')
    .addOption(json)
    .action(async (options) => done(await watch(options)));
  add('serve', 'the window in a browser, on this computer only')
    .option('--port <number>', 'the port to listen on (default: a free one)', portNumber)
    .action(async (options) => done(await serve(options)));
  const config = describe(program.command('config'), 'look at the settings file');
  add('check', 'say whether the settings file is in order', config)
    .addOption(json)
    .action(async (options) => done(await checkConfig(options)));
  return program;

  /** A command with the options that all have. */
  function add(name: string, description: string, parent: Command = program): Command {
    return describe(parent.command(name), description)
      .option('--config <file>', 'the settings file')
      .option('--data <folder>', 'the folder of the databases')
      .option('--verbose', 'say more on standard error')
      .option('--no-color', 'no colours');
  }
}

/** A usage error is thrown, so that the command line ends with its own exit code. */
function describe(command: Command, description: string): Command {
  return command.description(description).helpOption('--help', 'print this help').exitOverride();
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('Expected a number from 0 to 65535.');
}
