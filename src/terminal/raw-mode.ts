import type { Job } from '../runtime.ts';

/** The terminal's raw mode, in which every key comes as it is pressed, without echo and without signals. */
export interface RawMode {
  enter(): void;
  /** Gives the terminal back as it was. Happens by itself when the process ends. */
  leave(): void;
  /** Enters again after somebody else may have changed the mode: the shell does so while we are stopped. */
  renew(): void;
  readonly active: boolean;
}

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';

/** With `bracketedPaste` the terminal marks where a paste begins and ends (`CSI 200 ~`, `CSI 201 ~`). */
export function createRawMode({
  stdin,
  output,
  job,
  bracketedPaste,
}: {
  readonly stdin: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
  readonly job: Job;
  readonly bracketedPaste: boolean;
}): RawMode {
  let forgetExit: (() => void) | undefined;
  /** A terminal that has been closed has no mode to set. */
  const setRawMode = (raw: boolean) => {
    stdin.on('error', ignore);
    stdin.setRawMode(raw);
    stdin.off('error', ignore);
  };

  const mode: RawMode = {
    enter() {
      if (forgetExit) return;
      forgetExit = job.onExit(mode.leave);
      setRawMode(true);
      if (bracketedPaste) output.write(PASTE_ON);
    },
    leave() {
      if (!forgetExit) return;
      forgetExit();
      forgetExit = undefined;
      setRawMode(false);
      if (bracketedPaste) output.write(PASTE_OFF);
    },
    renew() {
      // Node takes a second `true` for no change, and leaves the terminal as it is.
      mode.leave();
      mode.enter();
    },
    get active() {
      return forgetExit !== undefined;
    },
  };
  return mode;
}

function ignore(): void {}
