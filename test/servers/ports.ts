/** Loopback ports: finding free ones, and telling when a process of ours listens on them. */
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';

/** Ports of 127.0.0.1 that were free a moment ago; somebody may take one before it is used. */
export async function freeLoopbackPorts(count: number): Promise<number[]> {
  // All are held until the last is found: the kernel may hand out a port again as soon as it is closed.
  const probes = Array.from({ length: count }, () => createServer());
  await Promise.all(
    probes.map((probe) => once(probe.listen({ port: 0, host: '127.0.0.1' }), 'listening')),
  );
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports;
}

/**
 * Whether this very process listens on all these TCP ports, from Linux's own tables (proc(5)). That something
 * answers would not do: a server of a neighbouring test may have taken the port first.
 */
export async function listensOn(pid: number, ports: readonly number[]): Promise<boolean> {
  const inodes = new Map<string, number>();
  for (const table of ['tcp', 'tcp6']) {
    const lines = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
    for (const line of lines.split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/u);
      if (local && inode && state === listening) {
        inodes.set(`socket:[${inode}]`, Number.parseInt(local.slice(local.indexOf(':') + 1), 16));
      }
    }
  }
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(
    descriptors.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  );
  const held = new Set(links.map((link) => inodes.get(link)));
  return ports.every((port) => held.has(port));
}

/** TCP_LISTEN in the kernel's include/net/tcp_states.h, as proc(5) prints it. */
const listening = '0A';
