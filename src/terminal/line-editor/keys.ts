/**
 * What the terminal sends, as keys: ECMA-48 control sequences as xterm sends them
 * (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html), and the `CSI u` form of newer terminals.
 */

/**
 * A `text` is what was typed, one character or many at once. A `paste` has come in one piece, its line ends made
 * `\n`. A `key` has a name like `enter`, `ctrl-a`, `alt-b`, `shift-tab`, `ctrl-left`; the modifiers are in the order
 * ctrl, alt, shift.
 */
export type Key =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'key'; readonly name: string };

/** The terminal's answer to where the cursor is: the column, from 0. */
export interface CursorReport {
  readonly type: 'cursor';
  readonly column: number;
}

export interface KeyDecoder {
  /**
   * The keys in `input` and what waited before; an unfinished sequence waits for the rest. Ctrl-C that comes by itself ends a paste
   * whose end was lost.
   */
  write(input: string): (Key | CursorReport)[];
  /** Takes what waits as it is: an Escape that nothing followed. A paste goes on waiting for its end. */
  flush(): (Key | CursorReport)[];
  /** Takes all that waits, half a paste too: what is written next is a new beginning. */
  end(): (Key | CursorReport)[];
  /**
   * Drops what waits, and of a paste under way also what is still to come of it; whether there was something. A paste may
   * hold a key, half of which is to be neither shown nor taken for an answer.
   */
  drop(): boolean;
  /** Whether {@link flush} would give something. */
  readonly waiting: boolean;
}

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
const CTRL_C = '\x03';

const ESC = String.raw`\x1b`;
const BEL = String.raw`\x07`;
/** A string goes on until BEL or ST (`ESC \`). */
const STRING_START = String.raw`[\]P_^X][^${BEL}${ESC}]*`;

const CONTROL = String.raw`\0-\x1f\x7f`;

/** How the end mark of a paste may begin where the rest of it never comes. */
const CUT_PASTE_END = new RegExp(String.raw`${ESC}(?:\[(?:2(?:01?)?)?)?$`);

const TEXT = new RegExp(`[^${CONTROL}]+`, 'y');
/** Parameters, intermediates, final byte. Linux's console sends F1 to F5 with a second bracket. */
const CONTROL_SEQUENCE = new RegExp(
  String.raw`${ESC}${ESC}?(?:\[\[[A-E]|\[([0-?]*)[ -/]*([@-~])|O([0-9;]*)([@-~]))`,
  'y',
);
/** Answers of the terminal (OSC, DCS, APC, PM, SOS): not keys. */
const STRING_SEQUENCE = new RegExp(String.raw`${ESC}${STRING_START}(?:${BEL}|${ESC}\\)`, 'y');
const UNFINISHED = new RegExp(
  String.raw`${ESC}(?:${ESC}?(?:\[\[?|\[[0-?]*[ -/]*|O[0-9;]*)?|${STRING_START}${ESC}?)$`,
  'y',
);
const CURSOR_REPORT = new RegExp(String.raw`${ESC}\[\d+;(\d+)R`, 'y');
const ALT_KEY = new RegExp(`${ESC}(.)`, 'suy');

const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  Z: 'shift-tab',
};
const NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};
const CONTROLS: Readonly<Record<string, string>> = {
  '\b': 'backspace',
  '\t': 'tab',
  '\r': 'enter',
  '\x1b': 'escape',
  ' ': 'space',
  '\x7f': 'backspace',
};

/** Takes what a terminal sends, piece by piece, wherever it was cut. */
export function createKeyDecoder(): KeyDecoder {
  let rest = '';
  /** The pieces of the paste under way. */
  let paste: string[] | undefined;
  /** Whether the paste that is under way is nobody's. */
  let isDropped = false;
  /** What was dropped last where the mark of a paste may begin so, and what has come behind it. */
  let cut: { readonly mark: string; behind: string } | undefined;

  /** Gives what was pasted, unless it is nobody's. */
  const endPaste = (text: string): Key[] => {
    const keys = isDropped ? [] : [pasted(text)];
    paste = undefined;
    isDropped = false;
    return keys;
  };

  const takePaste = (pieces: string[]): (Key | CursorReport)[] => {
    const end = rest.indexOf(PASTE_END);
    if (end === -1) {
      // The end mark may be cut in two.
      const sure = Math.max(0, rest.length - PASTE_END.length + 1);
      pieces.push(rest.slice(0, sure));
      rest = rest.slice(sure);
      return [];
    }
    const text = pieces.join('') + rest.slice(0, end);
    rest = rest.slice(end + PASTE_END.length);
    return [...endPaste(text), ...take(false)];
  };

  const end = (): (Key | CursorReport)[] => {
    if (!paste) return take(true);
    const text = paste.join('') + rest.replace(CUT_PASTE_END, '');
    rest = '';
    const keys = endPaste(text);
    return text === '' ? [] : keys;
  };

  const take = (final: boolean): (Key | CursorReport)[] => {
    const keys: (Key | CursorReport)[] = [];
    let at = 0;
    while (at < rest.length) {
      if (rest.startsWith(PASTE_START, at)) {
        rest = rest.slice(at + PASTE_START.length);
        paste = [];
        return [...keys, ...takePaste(paste)];
      }
      const next = keyAt(rest, at, final);
      if (!next) break;
      if (next.key) keys.push(next.key);
      at = next.end;
    }
    rest = rest.slice(at);
    return keys;
  };

  /** Takes what came behind a mark that was dropped, and is none: a key's own sequence goes on there, but not an Escape. */
  const forgetCut = () => {
    if (cut && cut.behind !== '') rest = (/\d$/.test(cut.mark) ? cut.mark : '') + cut.behind;
    cut = undefined;
  };

  return {
    write(input) {
      const before = paste && input === CTRL_C ? end() : [];
      if (!cut) {
        rest += input;
      } else {
        cut.behind += input;
        const whole = cut.mark + cut.behind;
        if (whole.length < PASTE_START.length && PASTE_START.startsWith(whole)) return [];
        isDropped = whole.startsWith(PASTE_START);
        if (isDropped) {
          rest = whole;
          cut = undefined;
        } else forgetCut();
      }
      return [...before, ...(paste ? takePaste(paste) : take(false))];
    },
    flush() {
      forgetCut();
      return paste ? [] : take(true);
    },
    end() {
      forgetCut();
      return end();
    },
    drop() {
      const waiting = (cut?.mark ?? '') + (cut?.behind ?? '') + rest;
      const had = paste !== undefined || rest !== '' || (cut !== undefined && cut.behind !== '');
      isDropped = paste !== undefined;
      // The end mark may have begun, which is not dropped.
      if (paste) paste = [];
      else rest = '';
      cut =
        !paste && waiting !== '' && PASTE_START.startsWith(waiting)
          ? { mark: waiting, behind: '' }
          : undefined;
      return had;
    },
    get waiting() {
      return !paste && (rest !== '' || (cut !== undefined && cut.behind !== ''));
    },
  };
}

function pasted(text: string): Key {
  return { type: 'paste', text: text.replace(/\r\n?/g, '\n') };
}

/** The key that begins at `at` and where it ends; nothing while its end has not come. */
function keyAt(
  input: string,
  at: number,
  final: boolean,
): { key?: Key | CursorReport; end: number } | undefined {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(input);
  };
  const text = match(TEXT);
  if (text) return { key: { type: 'text', text: text[0] }, end: at + text[0].length };
  const character = input.charAt(at);
  if (character !== '\x1b') return { ...named(controlName(character)), end: at + 1 };
  if (!final && match(UNFINISHED)) return undefined;
  const report = match(CURSOR_REPORT);
  if (report) return { key: { type: 'cursor', column: Number(report[1]) - 1 }, end: at + report[0].length };
  const sequence = match(CONTROL_SEQUENCE);
  if (sequence) return { ...named(sequenceName(sequence)), end: at + sequence[0].length };
  const string = match(STRING_SEQUENCE);
  if (string) return { end: at + string[0].length };
  const alt = match(ALT_KEY)?.[1];
  if (alt === undefined || alt === '\x1b') return { ...named('escape'), end: at + 1 };
  return { ...named(withModifiers(controlName(alt), 'alt')), end: at + 1 + alt.length };
}

function named(name: string | undefined): { key?: Key } {
  return name === undefined ? {} : { key: { type: 'key', name } };
}

function controlName(character: string): string {
  const name = CONTROLS[character];
  if (name) return name;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x40).toLowerCase()}` : character;
}

function sequenceName(sequence: RegExpExecArray): string | undefined {
  const [whole, csiParameters, csiFinal, ss3Parameters, ss3Final] = sequence;
  const parameters = (csiParameters ?? ss3Parameters ?? '')
    .split(';')
    .map((parameter) => parameter.split(':')[0]);
  const final = csiFinal ?? ss3Final ?? '';
  const first = parameters[0] ?? '';
  const modifiers = Number(parameters[1] ?? 1) - 1;
  let name = LETTERS[final];
  if (final === '~') name = first === '27' ? characterName(parameters[2]) : NUMBERS[first];
  if (final === 'u') name = characterName(first);
  if (name === undefined || (final === 'M' && csiFinal)) return undefined;
  return withModifiers(
    name,
    ...(modifiers & 4 ? ['ctrl'] : []),
    ...(modifiers & 2 || whole.startsWith('\x1b\x1b') ? ['alt'] : []),
    ...(modifiers & 1 ? ['shift'] : []),
  );
}

function characterName(code: string | undefined): string | undefined {
  const codePoint = Number(code);
  return codePoint > 0 && codePoint <= 0x10ffff ? controlName(String.fromCodePoint(codePoint)) : undefined;
}

function withModifiers(name: string, ...modifiers: string[]): string {
  return [...modifiers, name].join('-');
}
