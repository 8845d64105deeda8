#!/usr/bin/env node
/** The command line: `rolodial <command>`. */
import { run } from './program.ts';

process.exitCode = await run(process.argv.slice(2));
