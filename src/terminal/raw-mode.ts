import type { Job } from '../runtime.ts';

/** The terminal's raw mode, in which every key comes as it is pressed, without echo and without signals. */
export interface RawMode {
  enter(): void;
  /** Gives the terminal back as it was. Happens by itself when the process ends, and while it is stopped. */
  leave(): void;
  readonly active: boolean;
}

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';
/**
 * Milliseconds of raw mode in which the terminal gets to read the end of the marks. In its usual mode the system throws away
 * what is on its way at a Ctrl-C (`NOFLSH` in termios(3)), such as one right behind the signal that ended us: with no
 * pause that took one of thirty, with 2 ms one of 300 under load, with 10 ms none of 600.
 */
const READING_MS = 20;

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
  let forget: readonly (() => void)[] = [];
  /** A terminal that has been closed has no mode to set. */
  const setRawMode = (raw: boolean) => {
    stdin.on('error', ignore);
    stdin.setRawMode(raw);
    stdin.off('error', ignore);
  };
  // Pastes are marked in raw mode alone: what the terminal itself echoes comes before or behind that.
  const begin = () => {
    setRawMode(true);
    if (bracketedPaste) output.write(PASTE_ON);
  };
  const end = () => {
    if (bracketedPaste) {
      output.write(PASTE_OFF);
      job.pause(READING_MS);
    }
    setRawMode(false);
  };
  const renew = () => {
    // The shell may have changed the mode; Node takes a second `true` for no change, and leaves it as it is.
    setRawMode(false);
    begin();
  };

  const mode: RawMode = {
    enter() {
      if (mode.active) return;
      forget = [job.onExit(mode.leave), job.onStop(end), job.onContinue(renew)];
      begin();
    },
    leave() {
      if (!mode.active) return;
      for (const each of forget) each();
      forget = [];
      end();
    },
    get active() {
      return forget.length > 0;
    },
  };
  return mode;
}

function ignore(): void {}
