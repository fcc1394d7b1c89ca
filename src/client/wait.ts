import type { Clock } from '../runtime.ts';

/** Longer than any wait: only its being there matters. */
const FOREVER_MS = 2 ** 30;

/** Resolves after `ms`, or at once when `signal` aborts; which of the two, the signal tells. */
export async function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // The clock's timers let the process end, and between two requests there is nothing else that keeps it.
  const keepAlive = setInterval(() => {}, FOREVER_MS);
  await new Promise<void>((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
  clearInterval(keepAlive);
}
