import type { IncomingMessage } from 'node:http';

/** How much may wait for a slow reader before the socket is no longer read, in bytes. */
const HIGH_WATER = 256 * 1024;

/**
 * A response's body, as it comes: what waits is given all at once. In place of the response's own iterator, which throws away what
 * it holds when the connection breaks, and takes the reset of a body without framing for its end.
 */
export class Body implements AsyncIterable<Buffer> {
  readonly #response: IncomingMessage;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #state: 'open' | 'ended' | { readonly error: unknown } = 'open';
  #wake = () => {};

  constructor(response: IncomingMessage) {
    this.#response = response;
    response.on('data', (segment: Buffer) => {
      this.#waiting.push(segment);
      this.#waitingBytes += segment.length;
      if (this.#waitingBytes >= HIGH_WATER) response.pause();
      this.#wake();
    });
    response.on('error', (error) => this.fail(error));
    response.on('end', () => this.#finish('ended'));
  }

  /** What has come is still read; then `error` is thrown. */
  fail(error: unknown): void {
    this.#finish({ error });
  }

  /** Nothing more is read, and the connection is given up. */
  close(): void {
    this.#waiting = [];
    this.#finish('ended');
    this.#response.destroy();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        if (this.#waiting.length > 0) {
          const segments = this.#waiting;
          this.#waiting = [];
          this.#waitingBytes = 0;
          // Hundreds of small chunks may come at once; each one alone would cost more than all of them together.
          yield segments.length === 1 && segments[0] !== undefined ? segments[0] : Buffer.concat(segments);
        } else if (this.#state === 'open') {
          this.#response.resume();
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        } else if (this.#state === 'ended') {
          return;
        } else {
          throw this.#state.error;
        }
      }
    } finally {
      this.close();
    }
  }

  #finish(state: 'ended' | { readonly error: unknown }): void {
    if (this.#state === 'open') this.#state = state;
    this.#wake();
  }
}
