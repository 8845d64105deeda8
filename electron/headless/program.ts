/** The commands and options of `rolodial`, as a person types them. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { toProblem } from '../../shared/errors.ts';
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
import { exitCodeOfError, exitCodes } from './exit-code.ts';
import { version } from './version.ts';

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 * @returns the exit code; every error has been told on standard error, without a stack
 */
export async function run(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.done;
  const program = define((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    const problem = toProblem(error);
    process.stderr.write(`rolodial: ${problem.message}\n`);
    return exitCodeOfError(problem.code);
  }
}

function define(done: (code: number) => void): Command {
  const program = new Command('rolodial')
    .description('Keeps the names of your CardDAV contacts in your XMPP roster.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .exitOverride()
    .showHelpAfterError('(rolodial --help lists the commands)');

  const command = (name: string, description: string) => {
    const made = program
      .command(name)
      .description(description)
      .helpOption('--help', 'print this help')
      .exitOverride();
    return withCommonOptions(made);
  };
  const json = new Option('--json', 'print one JSON object for each profile, on a line of its own');
  const profile = new Option('--profile <id>', 'only this profile');
  const massRemoval = new Option(
    '--allow-mass-removal',
    'remove many items, or after an empty read, without stopping',
  );

  command('sync', 'bring the roster in line with the address book')
    .addOption(profile)
    .option('--dry-run', 'only say what would be done, as "plan" does')
    .addOption(massRemoval)
    .option('--only <jid...>', 'change nothing but these items')
    .addOption(json)
    .action(async (options) => done(await sync(options)));
  command('plan', 'say what a sync would do')
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await plan(options)));
  command('undo', 'take back what the last sync changed, and sync no more by itself until told to')
    .addOption(profile)
    .option('--dry-run', 'only say what would be done')
    .addOption(massRemoval)
    .addOption(json)
    .action(async (options) => done(await undo(options)));
  command('status', 'the last result, the connection and who keeps the roster')
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await status(options)));
  command('roster', 'the live roster, classified')
    .addOption(profile)
    .addOption(json)
    .action(async (options) => done(await roster(options)));
  command(
    'groups',
    'the groups of the live roster, their members, and why they are taken for shared',
  )
    .addOption(profile)
    .option('--file <path>', 'compare this sharedgroups.txt with the live roster (3: it differs)')
    .option('--refresh', 'log out and in again, and say what has changed')
    .addOption(json)
    .action(async (options) => done(await groups(options)));
  const remote = program
    .command('remote')
    .description('a roster that an outside service keeps')
    .helpOption('--help', 'print this help')
    .exitOverride();
  const remoteCommand = (name: string, description: string) =>
    withCommonOptions(remote.command(name))
      .description(description)
      .helpOption('--help', 'print this help')
      .exitOverride()
      .addOption(profile)
      .addOption(json);
  remoteCommand('status', 'who keeps the roster, and how that is known').action(async (options) =>
    done(await remoteStatus(options)),
  );
  remoteCommand(
    'fetch',
    'get the service’s document, and compare it with the roster and the address book',
  ).action(async (options) => done(await remoteFetch(options)));
  remoteCommand('refresh', 'tell the server that rosters have changed')
    .argument('[users...]', 'user names; by default the account’s own')
    .action(async (users, options) => done(await remoteRefresh(users, options)));
  remoteCommand('document', 'the document that Rolodial itself serves, as a service')
    .option('--import <file>', 'first add the items of this document')
    .option('--import-roster', 'first add the items of the live roster')
    .option('--remove <jid...>', 'first take these items off it; never Rolodial’s own')
    .action(async (options) => done(await remoteDocument(options)));
  withCommonOptions(remote.command('serve'))
    .description('be the service, and keep syncing, until told to end')
    .helpOption('--help', 'print this help')
    .exitOverride()
    .option('--port <number>', 'the port to listen on, instead of that of the settings', portNumber)
    .addOption(json)
    .action(async (options) => done(await remoteServe(options)));
  command('watch', 'keep syncing until told to end')
    .addOption(json)
    .action(async (options) => done(await watch(options)));
  command('serve', 'the window in a browser, on this computer only')
    .option('--port <number>', 'the port to listen on (default: a free one)', portNumber)
    .action(async (options) => done(await serve(options)));
  const config = program.command('config').description('look at the settings file').exitOverride();
  withCommonOptions(config.command('check'))
    .description('say whether the settings file is in order')
    .helpOption('--help', 'print this help')
    .exitOverride()
    .addOption(json)
    .action(async (options) => done(await checkConfig(options)));
  return program;
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the settings file')
    .option('--data <folder>', 'the folder of the databases')
    .option('--verbose', 'say more on standard error')
    .option('--no-color', 'no colours');
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('Expected a number from 0 to 65535.');
}
