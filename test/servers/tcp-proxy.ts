/**
 * A TCP proxy on loopback that does to a connection what networks do: cuts it, delays it, delivers it in
 * odd pieces, swallows it, or lets nobody in.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface TcpProxy {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** How many connections were accepted so far. */
  readonly accepted: number;
  /** How many stand now. */
  readonly open: number;
  /** Bytes that came from the server so far. */
  readonly fromServer: number;
  /** Hands everything on in pieces of so many bytes; null: as it comes. */
  rechunk(bytes: number | null): void;
  /** Holds every piece back for so long. */
  delay(milliseconds: number): void;
  /** From now on swallows all bytes and keeps the connections: a dead link. New ones are accepted and silent. */
  silence(): void;
  /** The end of the silence, for new connections. */
  speak(): void;
  /** Ends all connections at once, on both sides, as a cut cable with a reset. */
  cut(): void;
  /** Cuts when so many more bytes have come from the server, wherever in a stanza that is. */
  cutAfter(bytesFromServer: number): void;
  /** Lets nobody in: new connections are closed at once. */
  refuse(refusing: boolean): void;
  /** Ends every connection and stops listening. */
  stop(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [client: Socket, server: Socket]>();
  let accepted = 0;
  let fromServer = 0;
  let chunkBytes: number | null = null;
  let delayMs = 0;
  let refusing = false;
  let silent = false;
  let cutAt = Number.POSITIVE_INFINITY;

  const listener = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    accepted += 1;
    const server = connect(target);
    const pair = [client, server] as const;
    pairs.add(pair);
    // A connection of the silent time stays dead, as one over a lost route does.
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    carry(client, server, () => undefined);
    carry(server, client, (count) => {
      fromServer += count;
      if (fromServer >= cutAt) cut();
    });
  });

  /** One direction of one connection, in order. */
  function carry(from: Socket, to: Socket, onPiece: (bytes: number) => void): void {
    let last = Promise.resolve();
    let dead = silent;
    from.on('data', (chunk: Buffer) => {
      dead ||= silent;
      if (dead) return;
      from.pause();
      last = last.then(() => handOn(chunk, to, onPiece)).then(() => void from.resume());
    });
  }

  async function handOn(chunk: Buffer, to: Socket, onPiece: (bytes: number) => void) {
    if (delayMs > 0) await pause(delayMs);
    const size = chunkBytes ?? chunk.length;
    for (let start = 0; start < chunk.length && to.writable; start += size) {
      const piece = chunk.subarray(start, start + size);
      onPiece(piece.length);
      // Without a breath now and then the kernel would put the small pieces together again.
      if (!to.write(piece)) await drained(to);
      else if (chunkBytes !== null && (start / size) % 64 === 63) await nextTurn();
    }
  }

  function cut(): void {
    cutAt = Number.POSITIVE_INFINITY;
    for (const [client, server] of pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  await once(listener.listen(0, '127.0.0.1'), 'listening');
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return pairs.size;
    },
    get fromServer() {
      return fromServer;
    },
    rechunk(bytes) {
      chunkBytes = bytes;
    },
    delay(milliseconds) {
      delayMs = milliseconds;
    },
    silence() {
      silent = true;
    },
    speak() {
      silent = false;
    },
    cut,
    cutAfter(bytes) {
      cutAt = fromServer + bytes;
    },
    refuse(now) {
      refusing = now;
    },
    async stop() {
      const closed = once(listener, 'close');
      listener.close();
      cut();
      await closed;
    },
  };
}

function drained(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', resolve);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
