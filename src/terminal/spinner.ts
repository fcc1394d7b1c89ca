import type { Ora } from 'ora';
import type { Clock, Job, Runtime } from '../runtime.ts';
import type { Styles } from './colors.ts';

/** Shows that ai-chat waits, on a terminal; elsewhere it does nothing. */
export interface Spinner {
  /** Shows `text`, a plain word or two, once the wait is long enough to be felt. Has no effect while it runs. */
  start(text?: string, work?: Work): void;
  /** Takes it away without a trace, shown or not. */
  stop(): void;
}

/** What a spinner says of work whose extent is known. */
export interface Work {
  /** How far it has come. */
  readonly progress: () => string;
  /** Milliseconds: shorter work says nothing. */
  readonly delay: number;
}

/** Milliseconds: a quicker answer needs no spinner, and then its code is not loaded either. */
const DELAY = 150;
/**
 * The end of what a terminal is to show at once (synchronized output), as ora writes it. Said again at the end: at Ctrl-C and Ctrl-Z
 * the system throws away what the terminal has not read yet, and with it, perhaps, the end of a frame.
 */
const FRAME_END = '\x1b[?2026l';
/** Seconds of waiting from which on they are counted. */
const COUNT_FROM = 3;

/**
 * A spinner on `stream` (standard error), drawn by ora. Lines that are written to the streams of the process
 * meanwhile go above it: ora sees to that. It leaves standard input alone, which may hold the next question.
 */
export function createSpinner({
  stream,
  env,
  quiet,
  clock,
  job,
  styles,
}: {
  readonly stream: NodeJS.WriteStream;
  readonly env: Runtime['env'];
  readonly quiet: boolean;
  readonly clock: Clock;
  readonly job: Job;
  readonly styles: Styles;
}): Spinner {
  const canShow = stream.isTTY && !quiet && env.TERM !== 'dumb';
  /** Cancels the run under way. */
  let cancel: (() => void) | undefined;

  const run = (text: string, work: Work | undefined): (() => void) => {
    const startedAt = clock.monotonic();
    let running = true;
    let ora: Ora | undefined;
    const cancelDelay = clock.after(work?.delay ?? DELAY, async () => {
      const { default: createOra } = await import('ora');
      if (!running) return;
      ora = createOra({
        text,
        suffixText: work?.progress ?? (() => elapsed(clock.monotonic() - startedAt)),
        stream,
        color: styles.enabled ? 'cyan' : false,
        discardStdin: false,
        isEnabled: true,
      }).start();
    });
    const takeAway = () => {
      if (!ora) return;
      ora.stop();
      stream.write(FRAME_END);
    };
    // It hides the cursor, which the shell needs meanwhile.
    const forgetStop = job.onStop(takeAway);
    const forgetContinue = job.onContinue(() => ora?.start());
    const forgetExit = job.onExit(takeAway);
    return () => {
      running = false;
      forgetStop();
      forgetContinue();
      forgetExit();
      cancelDelay();
      takeAway();
    };
  };

  return {
    start(text = 'waiting', work) {
      if (canShow) cancel ??= run(text, work);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}

function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < COUNT_FROM ? '' : `${seconds} s`;
}
