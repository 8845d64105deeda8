import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import { startProsody } from '../servers/prosody.ts';
import { endEverything } from '../servers/caretaker.ts';
import { temporaryFolder } from '../servers/temporary-folders.ts';
import { bundle } from './bundle.ts';
import { pipelined } from './roster-sets.ts';
const run = promisify(execFile);
const folder = temporaryFolder('bench');
const child = await bundle(path.join(import.meta.dirname, 'roster-child.ts'), folder.path);
const p = await startProsody({ storage: 'sqlite' });
const prof = process.argv[2] === 'prof' ? ['--cpu-prof', '--cpu-prof-dir=/tmp/mine/prof2'] : [];
for (let i = 0; i < 3; i++) {
  await p.addUser(`r${i}`, 'pw'); await p.addUser(`o${i}`, 'pw');
  const raw = await pipelined(p, `r${i}`, 1000);
  const data = temporaryFolder('d');
  const { stdout } = await run(process.execPath, [...prof, child, JSON.stringify({ kind: 'push', people: 1000, jid: `o${i}@${p.domain}`, password: 'pw', host: p.host, port: p.port, caFile: p.caFile, dataFolder: data.path })]);
  console.log('raw', raw.toFixed(0), stdout);
}
await endEverything();
