import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type RecordedRequest, RequestReader } from './http-request.ts';

export * from './replies.ts';
export type { RecordedRequest };

/** The server's side of one connection. Writes after the client went away are lost without an error. */
export interface Connection {
  readonly socket: Socket;
  /** Sends `data` as a segment of its own, as far as the kernel lets us; resolves once it is on its way. */
  write(data: string | Uint8Array): Promise<void>;
  /** Closes in order (FIN). */
  end(): void;
  /** Breaks the connection (RST). */
  reset(): void;
  /** Resolves when the connection is closed, by whomever. */
  readonly closed: Promise<void>;
}

/** What the server does with one request. The connection serves another one when it is still open afterwards. */
export type Reply = (connection: Connection, request: RecordedRequest) => void | Promise<void>;

/** A server on a free port of 127.0.0.1 that plays a list of replies. */
export interface FakeServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  readonly port: number;
  /** Every request that came whole, in order. */
  readonly requests: readonly RecordedRequest[];
  /** How many connections were made, requests or not. */
  readonly connections: number;
  /** Resolves when the request with that number (from 0) has come whole. */
  request(index: number): Promise<RecordedRequest>;
  /** What to answer from now on; the last reply repeats. */
  setReplies(...replies: Reply[]): void;
  /** Breaks every connection and stops. */
  close(): Promise<void>;
}

/** Starts a server that gives `replies` one after the other, whoever asks; the last one repeats. */
export async function startFakeServer(
  replies: readonly Reply[],
  options: { tls?: boolean } = {},
): Promise<FakeServer> {
  const requests: RecordedRequest[] = [];
  const awaited: { index: number; resolve: (request: RecordedRequest) => void }[] = [];
  const sockets = new Set<Socket>();
  let script = [...replies];
  let connections = 0;

  const serve = (socket: Socket) => {
    connections += 1;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    const connection = createConnection(socket);
    const reader = new RequestReader(async (request) => {
      requests.push(request);
      for (const { index, resolve } of awaited) if (index === requests.length - 1) resolve(request);
      const reply = script.length > 1 ? script.shift() : script[0];
      await reply?.(connection, request);
    });
    socket.on('data', (segment) => reader.push(segment));
  };

  const server: Server = options.tls ? createTlsServer(testCertificate(), serve) : createTcpServer(serve);
  // With TLS, before the handshake: one that fails leaves a socket all the same.
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/v1`,
    port,
    requests,
    get connections() {
      return connections;
    },
    request(index) {
      const request = requests[index];
      if (request !== undefined) return Promise.resolve(request);
      return new Promise((resolve) => awaited.push({ index, resolve }));
    },
    setReplies(...next) {
      script = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The self-signed certificate of the test servers, for `server.test`, `localhost`, 127.0.0.1 and ::1, valid until 2126. */
export const TEST_CERTIFICATE = new URL('../fixtures/tls/self-signed.crt', import.meta.url);

function testCertificate(): { key: Buffer; cert: Buffer } {
  const key = new URL('../fixtures/tls/self-signed.key', import.meta.url);
  return { key: readFileSync(key), cert: readFileSync(TEST_CERTIFICATE) };
}

function createConnection(socket: Socket): Connection {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    socket,
    async write(data) {
      await new Promise<void>((resolve) => socket.write(data, () => resolve()));
      await new Promise(setImmediate);
    },
    end: () => socket.end(),
    reset: () => socket.resetAndDestroy(),
    closed,
  };
}
