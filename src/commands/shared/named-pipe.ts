import { constants, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How often to look for a reader, in ms. */
const LOOK_EVERY_MS = 50;

/**
 * Opens a named pipe and gives up when `signal` aborts. Node's own opening waits in a thread until somebody opens the other end, and
 * with such a thread a process can't even exit (measured on 20). To write waits for a reader. Throws what the operating system refuses.
 */
export async function openNamedPipe(
  path: string,
  end: 'read' | 'write',
  signal?: AbortSignal,
): Promise<Socket> {
  const fd =
    end === 'read'
      ? openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
      : await openForReader(path, signal);
  const { Socket } = await import('node:net');
  return new Socket({ fd, readable: end === 'read', writable: end === 'write', ...(signal && { signal }) });
}

async function openForReader(path: string, signal?: AbortSignal): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      // While nobody reads.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    }
    await pause(LOOK_EVERY_MS, undefined, { ...(signal && { signal }) });
  }
}
