import { once } from 'node:events';
import { constants, createGzip } from 'node:zlib';
import type { Connection, Reply } from './fake-server.ts';

/** How the end of a body is told: chunks, a length given in advance, or the end of the connection. */
export type Framing = 'chunked' | 'length' | 'close';

/**
 * A part of a reply's body: bytes (each in a segment of its own), an object (sent as one event, `data: {…}`), a
 * promise to wait for, or something to do with the connection, such as {@link cut}.
 */
export type Step =
  | string
  | Uint8Array
  | Promise<unknown>
  | object
  | ((connection: Connection) => void | Promise<void>);

/** An object, as JSON. */
export type Json = Readonly<Record<string, unknown>>;

export interface ReplyOptions {
  readonly status?: number;
  readonly framing?: Framing;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Compresses the body, flushed after every step. */
  readonly gzip?: boolean;
}

/** The last event of OpenAI's protocol. */
export const DONE = 'data: [DONE]\n\n';

/** Sends `steps` as the body, then ends it. */
export function reply(steps: readonly Step[], options: ReplyOptions = {}): Reply {
  return async (connection) => {
    const { framing = 'chunked', status: code = 200, headers = {}, gzip = false } = options;
    const data = steps.map((step) => (isPlainObject(step) ? event(step) : step));
    const bytes = data.filter((step) => typeof step === 'string' || step instanceof Uint8Array);
    // A body that breaks off is missing more than the steps say.
    const missing = data.some((step) => typeof step === 'function') ? 1_000 : 0;
    await connection.write(
      head(code, {
        ...(framing === 'chunked' ? { 'Transfer-Encoding': 'chunked' } : {}),
        ...(framing === 'length'
          ? { 'Content-Length': Buffer.concat(bytes.map(toBuffer)).length + missing }
          : {}),
        ...(framing === 'close' ? { Connection: 'close' } : {}),
        ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
        ...headers,
      }),
    );
    const compress = gzip ? createCompressor() : undefined;
    const send = async (segment: Buffer) => {
      if (segment.length > 0) await connection.write(framing === 'chunked' ? toChunk(segment) : segment);
    };
    for (const step of data) {
      if (connection.socket.destroyed) return;
      if (typeof step === 'function') await step(connection);
      else if (step instanceof Promise) await step;
      else if (typeof step === 'string' || step instanceof Uint8Array) {
        await send(compress === undefined ? toBuffer(step) : await compress.add(toBuffer(step)));
      }
    }
    if (compress !== undefined) await send(await compress.end());
    if (framing === 'chunked') await connection.write('0\r\n\r\n');
    if (framing === 'close') connection.end();
  };
}

/** A stream of events. */
export function sse(steps: readonly Step[], options: ReplyOptions = {}): Reply {
  return reply(steps, { ...options, headers: { 'Content-Type': 'text/event-stream', ...options.headers } });
}

export interface AnswerOptions extends ReplyOptions {
  /** What the text is cut into, an event each; by default words. */
  readonly pieces?: readonly string[];
  readonly model?: string;
  /** The `finish_reason`; null sends none. */
  readonly finish?: string | null;
  /** Sent after the finish, in a chunk of its own. */
  readonly usage?: object;
  /** False leaves `[DONE]` out. */
  readonly done?: boolean;
}

/** A whole answer as OpenAI streams it. */
export function answer(text: string, options: AnswerOptions = {}): Reply {
  const {
    pieces = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [],
    model = 'test-model',
    finish = 'stop',
    usage,
    done = true,
  } = options;
  return sse(
    [
      chunk({ role: 'assistant', content: '' }, { model }),
      ...pieces.map((piece) => chunk(piece, { model })),
      ...(finish === null ? [] : [chunk({}, { model, finish })]),
      ...(usage === undefined ? [] : [{ ...chunk({}, { model }), choices: [], usage }]),
      ...(done ? [DONE] : []),
    ],
    options,
  );
}

/** A chunk of a streamed answer: `delta` is its text, or all of it. */
export function chunk(
  delta: string | object,
  { model = 'test-model', finish = null }: { model?: string; finish?: string | null } = {},
): Json {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [
      { index: 0, delta: typeof delta === 'string' ? { content: delta } : delta, finish_reason: finish },
    ],
  };
}

/** `value` as an event's bytes. */
export function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** A refusal, or any answer with a status: an object goes as JSON, text as it is (HTML when it begins with `<`). */
export function status(
  code: number,
  body: object | string = '',
  headers: ReplyOptions['headers'] = {},
): Reply {
  const isJson = typeof body !== 'string';
  const text = isJson ? JSON.stringify(body) : body;
  const contentType = isJson ? 'application/json' : text.startsWith('<') ? 'text/html' : 'text/plain';
  return reply([text], {
    status: code,
    framing: 'length',
    headers: { 'Content-Type': contentType, ...headers },
  });
}

/** An error in OpenAI's form. */
export function apiError(
  code: number,
  message: string,
  error: object = {},
  headers: ReplyOptions['headers'] = {},
): Reply {
  return status(code, { error: { message, type: null, param: null, code: null, ...error } }, headers);
}

/** Accepts and never answers. */
export const silence: Reply = ({ closed }) => closed;

/** Breaks the connection without a word. */
export const drop: Reply = (connection) => connection.reset();

/** A step: the connection ends here, in order (FIN), though the body has not. */
export const cut = async (connection: Connection): Promise<void> => {
  connection.end();
  await connection.closed;
};

/** A step: the connection breaks here (RST). */
export const reset = async (connection: Connection): Promise<void> => {
  connection.reset();
  await connection.closed;
};

/** A step: nothing more comes, and the connection stays open until the client closes it. */
export const hold = ({ closed }: Connection): Promise<void> => closed;

function head(code: number, headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${code} Test\r\n${lines.join('')}\r\n`;
}

function toChunk(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}

function toBuffer(data: string | Uint8Array): Buffer {
  return typeof data === 'string'
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function isPlainObject(step: Step): step is Json {
  return typeof step === 'object' && !(step instanceof Promise) && !(step instanceof Uint8Array);
}

/** Gives back what each piece of text has become, without waiting for the next one. */
function createCompressor(): { add(data: Buffer): Promise<Buffer>; end(): Promise<Buffer> } {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  const collected: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => collected.push(piece));
  const take = () => Buffer.concat(collected.splice(0));
  return {
    async add(data) {
      await new Promise<void>((resolve) => gzip.write(data, () => resolve()));
      return take();
    },
    async end() {
      gzip.end();
      await once(gzip, 'end');
      return take();
    },
  };
}
