import { clearLine, clearScreenDown, cursorTo, type Direction, moveCursor } from 'node:readline';
import { Readable, Writable } from 'node:stream';

/** Standard output or error that keeps what was written; with a size, as a terminal does. */
export class Sink extends Writable {
  readonly isTTY: boolean;
  columns: number | undefined;
  rows: number | undefined;
  readonly #chunks: Buffer[] = [];

  constructor(size?: { readonly columns: number; readonly rows: number }) {
    super();
    this.isTTY = size !== undefined;
    this.columns = size?.columns;
    this.rows = size?.rows;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    this.emit('written', chunk);
    done();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  /** Zeros where there is no size, as of a terminal that does not know its own. */
  getWindowSize = (): [number, number] => [this.columns ?? 0, this.rows ?? 0];

  // What Node adds to a terminal, and ora uses.
  cursorTo = (x: number, y?: number) => cursorTo(this, x, y);
  moveCursor = (dx: number, dy: number) => moveCursor(this, dx, dy);
  clearLine = (direction: Direction) => clearLine(this, direction);
  clearScreenDown = () => clearScreenDown(this);
  getColorDepth = () => 8;
}

/** Standard input that a test pushes to; as a terminal it takes raw mode. */
export class Input extends Readable {
  readonly isTTY: boolean;
  isRaw = false;
  #hasEnded = false;

  constructor(isTTY: boolean) {
    super({ read: () => undefined });
    this.isTTY = isTTY;
  }

  /** Behind its end it takes nothing any more, as a terminal that is gone. */
  override push(chunk: unknown): boolean {
    if (this.#hasEnded) return false;
    this.#hasEnded = chunk === null;
    return super.push(chunk);
  }

  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }
}
