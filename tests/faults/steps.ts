import type { Connection, Reply, Step } from '../helpers/fake-server.ts';

/** What is done with a connection: bytes as they are, or a step such as `cut`. */
export type Raw = string | Uint8Array | Extract<Step, (connection: Connection) => unknown>;

/** A reply without any framing but its own: `pieces` as they are, each in a segment. */
export function raw(...pieces: readonly Raw[]): Reply {
  return async (connection) => {
    for (const piece of pieces) {
      if (typeof piece === 'function') await piece(connection);
      else await connection.write(piece);
    }
  };
}

/** Milliseconds. */
const BEAT = 20;

/** A step: `text` again and again, until the client hangs up. For a body that is not chunked. */
export function repeat(text: string): (connection: Connection) => Promise<void> {
  return async (connection) => {
    const timer = setInterval(() => void connection.write(text), BEAT);
    await connection.closed;
    clearInterval(timer);
  };
}

/** A step: long enough for the client to read what came before on its own. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** `pieces`, so slowly that each of them is read on its own. */
export function slowly(pieces: readonly (string | Uint8Array)[]): Step[] {
  return pieces.flatMap((piece) => [piece, pause]);
}
