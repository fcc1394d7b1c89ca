import type { OnProgress } from '../conversation/ports.ts';
import type { Clock } from '../runtime.ts';

/** How long may be gone on before signals and others get their turn, in ms. */
const TURN_MS = 20;

/** Gives one of `items` after the other, and lets signals and others have their turn in between; then `onProgress` is told how far it has come. */
export async function* inTurns<T>(
  items: readonly T[],
  clock: Clock,
  onProgress?: OnProgress,
): AsyncGenerator<T, void, undefined> {
  let turnEndsAt = clock.monotonic() + TURN_MS;
  for (const [done, item] of items.entries()) {
    if (clock.monotonic() >= turnEndsAt) {
      onProgress?.(done, items.length);
      await new Promise((resolve) => setImmediate(resolve));
      turnEndsAt = clock.monotonic() + TURN_MS;
    }
    yield item;
  }
}
