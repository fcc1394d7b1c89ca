import { SIGNAL_EXIT_CODES } from '../../errors.ts';
import type { Interrupt, Interrupts } from '../../runtime.ts';

/** An abort signal that the first interrupt raises; the second one ends the process as if nobody listened. */
export interface InterruptSignal {
  readonly signal: AbortSignal;
  /** Which interrupt came, if one did. */
  readonly interrupt: Interrupt | undefined;
  /**
   * The code to end with after an interrupt. Where none came, Ctrl-C was a key, and is raised as the SIGINT that it is elsewhere: a shell's
   * loop is to end with it. Not after `dispose`.
   */
  exitCode(): number;
  /** Stops listening. */
  dispose(): void;
}

/** Listens for an interrupt until one came or `dispose` is called. */
export function untilInterrupted(interrupts: Interrupts): InterruptSignal {
  const controller = new AbortController();
  let interrupt: Interrupt | undefined;
  const dispose = interrupts.listen((came) => {
    interrupt = came;
    dispose();
    controller.abort();
  });
  return {
    signal: controller.signal,
    get interrupt() {
      return interrupt;
    },
    exitCode() {
      if (interrupt === undefined) interrupts.raise('SIGINT');
      return SIGNAL_EXIT_CODES[interrupt ?? 'SIGINT'];
    },
    dispose,
  };
}
