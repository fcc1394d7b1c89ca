import type { App, Settings } from '../../app.ts';
import type { Job } from '../../runtime.ts';
import type { MarkdownStream } from '../../terminal/markdown/markdown-stream.ts';
import type { Output } from '../../terminal/output.ts';
import { colorsOn } from '../shared/styles-for.ts';
import { standardOutput, type TargetKind } from '../shared/target.ts';

/** Shows one answer as it comes. */
export interface AnswerView {
  /** A promise when the reader is slow. */
  write(text: string): void | Promise<void>;
  /** The answer has ended, whole or not: what is held back is written, and a newline if it has none. */
  end(): void | Promise<void>;
}

/** How answers are shown: as the model's bytes, made safe for a terminal, or rendered. */
export type Rendering = 'raw' | 'safe' | 'markdown';

/** What the setting `markdown` means where answers go. */
export function renderingOf(
  app: App,
  settings: Settings,
  target: TargetKind = standardOutput(app),
): Rendering {
  const { value } = settings.get('markdown');
  if (value === 'always') return 'markdown';
  if (!target.isTerminal) return 'raw';
  // Of another terminal neither the size is known nor what it can do.
  const isKnown = target.kind === 'standard output' && app.runtime.env.TERM !== 'dumb';
  return value === 'auto' && isKnown ? 'markdown' : 'safe';
}

/** Makes a view of one answer on `output`. */
export async function createAnswerView(app: App, output: Output, rendering: Rendering): Promise<AnswerView> {
  if (rendering === 'raw') return lineEnded(output);
  if (rendering === 'safe') {
    const { createSanitizer } = await import('../../terminal/sanitize.ts');
    const sanitizer = createSanitizer();
    const view = lineEnded(output);
    return {
      write: (text) => view.write(sanitizer.write(text)),
      async end() {
        await view.write(sanitizer.end());
        await view.end();
      },
    };
  }
  return createMarkdownView(app, output);
}

function lineEnded(output: Output): AnswerView {
  let last = '\n';
  return {
    write(text) {
      if (text === '') return;
      last = text;
      return output.write(text);
    },
    end: () => (last.endsWith('\n') ? undefined : output.write('\n')),
  };
}

/** A pipe, or a terminal that does not know its size. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

async function createMarkdownView(app: App, output: Output): Promise<AnswerView> {
  const { createMarkdownStream, createSteadyStream, terminalAppearance } = await import(
    '../../terminal/markdown/markdown-stream.ts'
  );
  const { stdout, env, job, clock } = app.runtime;
  let slow: void | Promise<void>;
  let forgetStops: (() => void) | undefined;
  const screen = () => {
    // Asked of the terminal itself: what the stream remembers lags behind a resize.
    const [columns, rows] = stdout.isTTY ? stdout.getWindowSize() : [DEFAULT_COLUMNS, DEFAULT_ROWS];
    return { columns: columns || DEFAULT_COLUMNS, rows: rows || DEFAULT_ROWS };
  };
  const rendering = createMarkdownStream({
    write(text) {
      slow = output.write(text);
    },
    screen,
    colors: colorsOn(app, stdout),
    ...terminalAppearance(env, stdout.isTTY ?? false),
  });
  const stream = createSteadyStream(rendering, screen, clock);
  return {
    write(text) {
      forgetStops ??= leavingAtStops(stream, job);
      slow = undefined;
      stream.write(text);
      return slow;
    },
    async end() {
      forgetStops?.();
      slow = undefined;
      await stream.end();
      await slow;
    },
  };
}

/** While the job is stopped, its terminal is the shell's. */
function leavingAtStops(stream: MarkdownStream, job: Job): () => void {
  let hasLeft = false;
  const forgetStop = job.onStop(() => {
    hasLeft = true;
    stream.leave();
  });
  const forgetContinue = job.onContinue(() => {
    // Text that came meanwhile may have been shown before this is told.
    if (!hasLeft) stream.leave();
    hasLeft = false;
    stream.show();
  });
  return () => {
    forgetStop();
    forgetContinue();
  };
}
