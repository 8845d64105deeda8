/**
 * A mock of a name server on loopback: answers SRV and TXT over UDP (RFC 1035, RFC 2782) with what a test
 * publishes, so that Node's own resolver can be asked in earnest. It knows nothing else of DNS.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** `.` where there is no such service. */
  readonly target: string;
}

/** What is published under one name. */
interface DnsZone {
  readonly srv?: readonly SrvRecord[];
  /** Each record in its pieces of up to 255 bytes. */
  readonly txt?: readonly (readonly string[])[];
}

export interface NameServer {
  /** `address:port`, as Node's resolver takes it. */
  readonly address: string;
  /** By name, in lower case; what is not there is answered with NXDOMAIN. */
  readonly zones: Map<string, DnsZone>;
  /** What it answers instead, where it does not do its work. */
  trouble: 'none' | 'failing' | 'silent';
  /** Every question, as `TYPE name`. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const types = { txt: 16, srv: 33 } as const;
const codes = { none: 0, failing: 2, unknownName: 3 } as const;

export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4');
  const zones = new Map<string, DnsZone>();
  const asked: string[] = [];
  let trouble: NameServer['trouble'] = 'none';

  socket.on('message', (query, from: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    const word = Object.entries(types).find(([, number]) => number === type)?.[0] ?? String(type);
    asked.push(`${word.toUpperCase()} ${name}`);
    if (trouble === 'silent') return;
    const zone = zones.get(name);
    const records = trouble === 'failing' ? [] : recordsOf(zone, type);
    const code = trouble === 'failing' ? codes.failing : zone ? codes.none : codes.unknownName;
    socket.send(answer(query.subarray(0, end), records, type, code), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');

  return {
    address: `127.0.0.1:${socket.address().port}`,
    zones,
    get trouble() {
      return trouble;
    },
    set trouble(wanted) {
      trouble = wanted;
    },
    asked,
    async stop() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The first question, and where in the message it ends (RFC 1035 §4.1.2). */
function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function recordsOf(zone: DnsZone | undefined, type: number): Buffer[] {
  if (type === types.txt)
    return (zone?.txt ?? []).map((pieces) => Buffer.concat(pieces.map(sized)));
  if (type !== types.srv) return [];
  return (zone?.srv ?? []).map(({ priority, weight, port, target }) =>
    Buffer.concat([uint16(priority), uint16(weight), uint16(port), encodedName(target)]),
  );
}

/** The question with its answers behind it; each names the question's own name by a pointer (§4.1.4). */
function answer(question: Buffer, records: readonly Buffer[], type: number, code: number): Buffer {
  // A response, authoritative, recursion desired and available.
  const flags = 0x8580 | code;
  const counts = [1, records.length, 0, 0].map(uint16);
  const head = Buffer.concat([question.subarray(0, 2), uint16(flags), ...counts]);
  const pointer = uint16(0xc000 | 12);
  const ttl = Buffer.alloc(4);
  const behind = records.map((record) =>
    Buffer.concat([pointer, uint16(type), uint16(1), ttl, uint16(record.length), record]),
  );
  return Buffer.concat([head, question.subarray(12), ...behind]);
}

function encodedName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([...labels.map(sized), Buffer.alloc(1)]);
}

/** A text behind its length in one byte. */
function sized(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
