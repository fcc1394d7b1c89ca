/**
 * A command on a real pseudo-terminal, read back through a terminal emulator as a user would see it. Nothing here
 * waits by time: `until` looks again whenever the command has written something.
 */
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { eastAsianWidth } from 'get-east-asian-width';
import { afterEach } from 'vitest';

export interface ScreenOptions {
  /** 80 unless told. */
  readonly cols?: number;
  /** 24 unless told. */
  readonly rows?: number;
  /** Added to a small environment: PATH, HOME, TERM=xterm-256color and a UTF-8 locale. Undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Whether a resize wraps the row of the cursor anew, as most terminals do and xterm.js by itself does not. */
  readonly reflowCursorLine?: boolean;
  /** Whether an emoji sequence takes two columns as one (kitty, iTerm2), or each part its own (xterm.js). */
  readonly clusters?: boolean;
}

/** What to wait for: text anywhere on the screen, a pattern over its lines, or any condition. */
export type Condition = string | RegExp | (() => boolean);

export interface Screen {
  /** The rows of the window, without trailing spaces. */
  lines(): string[];
  /** The rows that hold something, scrollback included. */
  history(): string[];
  /** From 0; the column may equal the width, when the next character will wrap. */
  cursor(): { readonly row: number; readonly column: number };
  /** Whether the characters of the first `text` on the screen are dim, bold, …; undefined when it is not there. */
  styleOf(text: string): { dim: boolean; bold: boolean; inverse: boolean; underline: boolean } | undefined;
  readonly cursorVisible: boolean;
  readonly bracketedPaste: boolean;
  readonly title: string;
  readonly bells: number;
  /** Every byte the command has written, as text. */
  readonly raw: string;
  readonly pid: number;
  /** Resolves when `condition` holds; fails, showing the screen, when the command ends before or 10 s are over. */
  until(condition: Condition): Promise<void>;
  /** Sends keys, or any bytes, to the command. */
  type(keys: string): void;
  /** Pastes as a terminal does: line ends as CR, marked when the command asked for it. */
  paste(text: string): void;
  resize(cols: number, rows: number): void;
  kill(signal: NodeJS.Signals): void;
  /** How the command ended, all its output being on the screen; SIGINT is a code of 130 as well, as every shell says. */
  readonly exited: Promise<{ readonly code: number; readonly signal: number | undefined }>;
}

const PATIENCE = 10_000;
const running = new Set<IPty>();

afterEach(() => {
  for (const pty of running) pty.kill('SIGKILL');
  running.clear();
});

/** Starts `command` in a window of its own; it is killed after the test if it has not ended. */
export function openScreen(command: string, args: readonly string[], options: ScreenOptions = {}): Screen {
  const { cols = 80, rows = 24, cwd = process.cwd() } = options;
  const terminal = new xterm.Terminal({
    cols,
    rows,
    scrollback: 100_000,
    allowProposedApi: true,
    reflowCursorLine: options.reflowCursorLine ?? false,
  });
  if (options.clusters) useClusters(terminal);
  const env = environment(options);
  const pty = spawn(command, [...args], { name: env.TERM ?? '', cols, rows, cwd, env });
  running.add(pty);

  let raw = '';
  let title = '';
  let bells = 0;
  let ended = false;
  const watchers = new Set<() => void>();
  const look = () => {
    for (const watcher of [...watchers]) watcher();
  };
  terminal.onTitleChange((text) => {
    title = text;
  });
  terminal.onBell(() => {
    bells += 1;
  });
  terminal.onData((answer) => pty.write(answer));
  pty.onData((data) => {
    raw += data;
    terminal.write(data, look);
  });
  const exited = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      running.delete(pty);
      terminal.write('', () => {
        ended = true;
        look();
        resolve({ code: signal === 2 ? 130 : exitCode, signal: signal || undefined });
      });
    });
  });

  const linesFrom = (first: number) => {
    const { active } = terminal.buffer;
    return Array.from({ length: active.length - first }, (_, index) =>
      (active.getLine(first + index)?.translateToString(true) ?? '').trimEnd(),
    );
  };
  const screen: Screen = {
    lines: () => linesFrom(terminal.buffer.active.baseY),
    history: () => linesFrom(0).filter((line) => line !== ''),
    cursor: () => ({ row: terminal.buffer.active.cursorY, column: terminal.buffer.active.cursorX }),
    styleOf(text) {
      const { active } = terminal.buffer;
      for (let row = 0; row < active.length; row += 1) {
        const line = active.getLine(row);
        const at = line?.translateToString(true).indexOf(text) ?? -1;
        const cell = at === -1 ? undefined : line?.getCell(at);
        if (!cell) continue;
        const [dim, bold, inverse, underline] = [
          cell.isDim(),
          cell.isBold(),
          cell.isInverse(),
          cell.isUnderline(),
        ].map(Boolean);
        return {
          dim: dim === true,
          bold: bold === true,
          inverse: inverse === true,
          underline: underline === true,
        };
      }
      return undefined;
    },
    get cursorVisible() {
      return raw.lastIndexOf('\x1b[?25l') <= raw.lastIndexOf('\x1b[?25h');
    },
    get bracketedPaste() {
      return terminal.modes.bracketedPasteMode;
    },
    get title() {
      return title;
    },
    get bells() {
      return bells;
    },
    get raw() {
      return raw;
    },
    pid: pty.pid,
    until(condition) {
      const holds = checkOf(condition, screen);
      return new Promise((resolve, reject) => {
        const finish = (error?: Error) => {
          watchers.delete(check);
          clearTimeout(timer);
          if (error) reject(error);
          else resolve();
        };
        const fail = (why: string) =>
          finish(
            new Error(`${why}, waiting for ${String(condition)}; the screen:\n${screen.lines().join('\n')}`),
          );
        const check = () => {
          if (holds()) finish();
          else if (ended) fail('the command ended');
        };
        const timer = setTimeout(() => fail(`${PATIENCE} ms are over`), PATIENCE);
        watchers.add(check);
        check();
      });
    },
    type: (keys) => pty.write(keys),
    paste(text) {
      const keys = text.replace(/\r?\n/g, '\r');
      pty.write(terminal.modes.bracketedPasteMode ? `\x1b[200~${keys}\x1b[201~` : keys);
    },
    resize(newCols, newRows) {
      terminal.resize(newCols, newRows);
      pty.resize(newCols, newRows);
    },
    kill: (signal) => pty.kill(signal),
    exited,
  };
  return screen;
}

function environment({ env }: ScreenOptions): Record<string, string> {
  const { PATH, HOME, SystemRoot, PATHEXT } = process.env;
  const all = { PATH, HOME, SystemRoot, PATHEXT, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function checkOf(condition: Condition, screen: Screen): () => boolean {
  if (typeof condition === 'function') return condition;
  if (typeof condition === 'string') return () => screen.history().some((line) => line.includes(condition));
  return () => condition.test(screen.lines().join('\n'));
}

/** Clusters as newer terminals draw them: what joins adds no column, and an emoji is wide. */
function useClusters(terminal: InstanceType<typeof xterm.Terminal>): void {
  const invisible = /[\p{Mn}\p{Me}\p{Cf}\p{Emoji_Modifier}]/u;
  const joiner = 0x200d;
  const wcwidth = (code: number) => (invisible.test(String.fromCodePoint(code)) ? 0 : eastAsianWidth(code));
  terminal.unicode.register({
    version: 'clusters',
    wcwidth,
    charProperties(code, preceding) {
      // xterm packs a state, the width and whether the character joins the one before; the state here: after a joiner.
      const precedingWidth = (preceding >> 1) & 3;
      const joins = preceding !== 0 && (wcwidth(code) === 0 || preceding >> 3 === 1);
      const width = joins ? (code === 0xfe0f ? 2 : precedingWidth) : wcwidth(code);
      return ((code === joiner ? 1 : 0) << 3) | (width << 1) | (joins ? 1 : 0);
    },
  });
  terminal.unicode.activeVersion = 'clusters';
}
