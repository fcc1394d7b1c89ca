import type { MarkdownScreen, MarkdownStream } from './options.ts';

/**
 * How long a size has to stay, in ms. tmux wraps its screen anew at once, but tells of a resize only 250 ms after it told of
 * another one (`server_client_check_pane_resize` in its source): until then nobody knows where anything stands.
 */
const STEADY_MS = 300;

/** Holds back what comes while the window is being resized, until its size has been the same for a while. `wait` takes ms. */
export function createSteadyStream(
  stream: MarkdownStream,
  screen: () => MarkdownScreen,
  wait: (time: number) => Promise<unknown> = pause,
): MarkdownStream {
  let size = screen();
  let held = '';
  let steady: Promise<void> | undefined;

  function isResized(): boolean {
    const { columns, rows } = size;
    size = screen();
    return size.columns !== columns || size.rows !== rows;
  }

  async function untilSteady(): Promise<void> {
    do await wait(STEADY_MS);
    while (isResized());
    steady = undefined;
    const text = held;
    held = '';
    stream.write(text);
  }

  return {
    write(chunk) {
      if (steady === undefined && isResized()) steady = untilSteady();
      if (steady === undefined) stream.write(chunk);
      else held += chunk;
    },
    leave: () => stream.leave(),
    show: () => stream.show(),
    async end() {
      if (steady === undefined && isResized()) steady = untilSteady();
      await steady;
      await stream.end();
    },
  };
}

function pause(time: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
