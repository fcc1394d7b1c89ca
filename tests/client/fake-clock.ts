import type { Clock } from '../../src/runtime.ts';

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  /** The waits that were skipped, in milliseconds. */
  readonly skipped: number[] = [];
  #time = Date.UTC(2026, 0, 1);
  #skipNext = false;
  readonly #timers = new Set<{ at: number; action: () => void }>();

  now(): number {
    return this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  after(ms: number, action: () => void): () => void {
    if (this.#skipNext) {
      this.#skipNext = false;
      this.skipped.push(ms);
      const immediate = setImmediate(action);
      return () => clearImmediate(immediate);
    }
    const timer = { at: this.#time + ms, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** The next timer goes off at once, and its time is noted in {@link skipped}. */
  skipNext(): void {
    this.#skipNext = true;
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.#time += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#time) continue;
      this.#timers.delete(timer);
      timer.action();
    }
  }
}
