import xterm from '@xterm/headless';
import { expect } from 'vitest';
import type { Screen } from '../helpers/terminal-emulator.ts';
import { type Ended, ended } from '../helpers/window.ts';
import { UNSAFE } from './attacks.ts';

/** What a command did to its terminal beside putting text on it. */
export interface Witness {
  readonly titles: readonly string[];
  /** Every operating system command but links: `52;c;…`. */
  readonly commands: readonly string[];
  /** Where its links lead. */
  readonly links: readonly string[];
  /** What the terminal would have typed by itself. */
  readonly replies: string;
  readonly bells: number;
  /** Whether the alternate screen was ever shown. */
  readonly alternate: boolean;
  /** The terminal's modes at the end, those that are not as they were. */
  readonly modes: object;
}

const OSC_LINK = 8;
/** More than any terminal knows. */
const OSC_COMMANDS = [...Array(150).keys(), 633, 697, 777, 1337, 5113, 9001];

/** Plays `raw` to a terminal of its own, and says what came of it. */
export async function witness(raw: string): Promise<Witness> {
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const usual = { ...terminal.modes };
  const titles: string[] = [];
  const commands: string[] = [];
  const links: string[] = [];
  let replies = '';
  let bells = 0;
  let alternate = false;
  terminal.onTitleChange((title) => titles.push(title));
  terminal.onBell(() => {
    bells += 1;
  });
  terminal.onData((data) => {
    replies += data;
  });
  terminal.buffer.onBufferChange(({ type }) => {
    alternate ||= type === 'alternate';
  });
  for (const command of OSC_COMMANDS) {
    terminal.parser.registerOscHandler(command, (data) => {
      if (command !== OSC_LINK) commands.push(`${command};${data}`);
      else if (data.replace(/^[^;]*;/, '') !== '') links.push(data.replace(/^[^;]*;/, ''));
      return false;
    });
  }
  await new Promise<void>((resolve) => terminal.write(raw, resolve));
  const modes = Object.fromEntries(
    Object.entries(terminal.modes).filter(([name, value]) => usual[name as keyof typeof usual] !== value),
  );
  terminal.dispose();
  return { titles, commands, links, replies, bells, alternate, modes };
}

/** What else may be seen, or matchers of it. */
export type Allowed = Readonly<Record<keyof Witness, unknown>>;

/** A terminal to which nothing was done. */
export const UNTOUCHED: Witness = {
  titles: [],
  commands: [],
  links: [],
  replies: '',
  bells: 0,
  alternate: false,
  modes: {},
};

/**
 * Colours; the cursor moved by rows and columns, and what is behind it erased; modes that come and go with the line
 * editor, which asks where the cursor is after a resize.
 */
const OWN_SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that ai-chat writes
  /\x1b\[(?:[\d;]*m|\d*[A-HJK]|6n|\?(?:25|7|2004|2026)[hl])|\x1b\]8;;[^\x07\x1b]*\x1b\\/g;

/**
 * Waits for a command's end, and gives it. Fails where it did more to its terminal than ai-chat does by itself: any
 * sequence that is not its own, a control character that is no line's end, a title, a bell, an answer that lands in the
 * next input.
 */
export async function endUntouched(screen: Screen, allowed: Partial<Allowed> = {}): Promise<Ended> {
  const end = await ended(screen);
  const seen = await witness(screen.raw);
  expect(seen).toEqual({ ...UNTOUCHED, links: seen.links, ...allowed });
  expect(screen.cursorVisible).toBe(true);
  const strays =
    screen.raw
      .replace(OWN_SEQUENCES, '')
      .replaceAll(/[\r\n\t]/g, '')
      .match(UNSAFE) ?? [];
  expect([...new Set(strays)].map((stray) => stray.codePointAt(0)?.toString(16))).toEqual([]);
  return end;
}

/** How often each stand-in for a control character is to be seen where `text` is shown; newlines and tabs aside. */
function standInsOf(text: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [unsafe] of text.matchAll(UNSAFE)) {
    const code = unsafe.codePointAt(0) ?? 0;
    if (unsafe === '\n' || unsafe === '\t') continue;
    const standIn =
      code < 0x20
        ? String.fromCodePoint(0x2400 + code)
        : code === 0x7f
          ? '\u2421'
          : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
    counts[standIn] = (counts[standIn] ?? 0) + 1;
  }
  return counts;
}

/** Fails where a control character of `text` is not shown as often as it is there, `times` over. */
export function expectShown(shown: string, text: string, times = 1): void {
  const expected = Object.entries(standInsOf(text)).map(([standIn, count]) => [standIn, count * times]);
  const found = expected.map(([standIn]) => [standIn, shown.split(String(standIn)).length - 1]);
  expect(found).toEqual(expected);
}
