import type { Clock } from '../../runtime.ts';
import type { MarkdownScreen, MarkdownStream } from './options.ts';

/**
 * How long a size has to stay, in ms. tmux wraps its screen anew at once, but tells of a resize only 250 ms after it told of
 * another one (`server_client_check_pane_resize` in its source): until then nobody knows where anything stands.
 */
const STEADY_MS = 300;

/** Holds back what comes while the window is being resized, until its size has been the same for a while, or until the end. */
export function createSteadyStream(
  stream: MarkdownStream,
  screen: () => MarkdownScreen,
  clock: Pick<Clock, 'after'>,
): MarkdownStream {
  let size = screen();
  let held = '';
  let stopWaiting: (() => void) | undefined;

  function isResized(): boolean {
    const { columns, rows } = size;
    size = screen();
    return size.columns !== columns || size.rows !== rows;
  }

  function wait(): void {
    stopWaiting = clock.after(STEADY_MS, () => {
      if (isResized()) wait();
      else release();
    });
  }

  function release(): void {
    stopWaiting?.();
    stopWaiting = undefined;
    const text = held;
    held = '';
    if (text !== '') stream.write(text);
  }

  return {
    write(chunk) {
      if (stopWaiting === undefined && isResized()) wait();
      if (stopWaiting === undefined) stream.write(chunk);
      else held += chunk;
    },
    leave: () => stream.leave(),
    show: () => stream.show(),
    // Whoever waits for the end, or has pressed Ctrl-C, waits for nothing else.
    async end() {
      release();
      await stream.end();
    },
  };
}
