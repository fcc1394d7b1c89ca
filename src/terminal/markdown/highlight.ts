import highlighter from 'highlight.js/lib/core';
import type { PaintLine } from './code.ts';
import { type Language, loadLanguage } from './languages.ts';
import type { Palette } from './palette.ts';
import { PLAIN, paint, type Run, type Style } from './runs.ts';

type Result = ReturnType<typeof highlighter.highlight>;
/** What the highlighter is in the middle of, outermost first: no mode at the top level. */
type Modes = readonly object[];

interface Opening {
  /** Or lines that are one. */
  readonly line: string;
  /** What was open after it. */
  readonly modes: Modes;
}

interface Highlighted {
  readonly html: string;
  /** Lines in it before the one that was asked for. */
  readonly before: number;
}

/** So much code is looked at again for each line at most. */
const LONGEST_CONTEXT = 2000;
/** A macro or a command of more lines is taken for two. */
const MOST_CONTINUED = 30;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#x27;', "'"],
]);

/** The highlighter, knowing `language` and what stands in it. */
export async function highlighterFor(language: Language): Promise<typeof highlighter> {
  for (const [name, definition] of await loadLanguage(language)) {
    if (highlighter.getLanguage(name) === undefined) highlighter.registerLanguage(name, definition);
  }
  return highlighter;
}

/** Colours code of `language`, after loading it. */
export async function createHighlighter(language: Language, palette: Palette): Promise<() => PaintLine> {
  await highlighterFor(language);
  const styles = new Map<string, Style>();
  const styleOf = (scope: string): Style => {
    let style = styles.get(scope);
    if (style === undefined) {
      const sgr = palette.scopes.get(scope) ?? palette.scopes.get(scope.replace(/\..*/, '')) ?? '';
      style = sgr === '' ? PLAIN : { sgr, url: '' };
      styles.set(scope, style);
    }
    return style;
  };
  return () => {
    const lines = new LineHighlighter(language);
    return (line) => {
      const { html, before } = lines.highlight(line);
      return paint(runsOfLine(html, before, styleOf));
    };
  };
}

/**
 * Highlights line by line. highlight.js takes whole texts and can't go on where it stopped, so before each line it
 * gets the lines that opened what is still open: the first of a comment, not all of it. What it is in the middle of
 * is told by `_top` of its result.
 */
class LineHighlighter {
  readonly #language: string;
  #openings: Opening[] = [];
  /** The lines before this one that a backslash makes one with it. */
  #continued: string[] = [];
  /** For the language that stands in this one at the moment. */
  #embedded: LineHighlighter | undefined;

  constructor(language: string) {
    this.#language = language;
  }

  highlight(line: string): Highlighted {
    const lines = [...this.#openings.map((opening) => opening.line), ...this.#continued, line];
    const before = lines.join('\n').split('\n').length - 1;
    const result = this.#run(lines);
    if (line.endsWith('\\') && this.#continued.length < MOST_CONTINUED) {
      this.#continued.push(line);
      return { html: result.value, before };
    }
    const whole = [...this.#continued, line].join('\n');
    this.#continued = [];
    const modes = openModes(result);
    if (!isSame(modes, this.#openings.at(-1)?.modes ?? [])) {
      this.#turnTo(modes, whole);
      this.#embedded = embeddedIn(result);
    } else if (this.#embedded !== undefined) {
      return this.#embedded.highlight(line);
    }
    return { html: result.value, before };
  }

  #turnTo(modes: Modes, line: string): void {
    const reached = this.#openings.findIndex((opening) => isSame(opening.modes, modes));
    if (modes.length === 0) {
      this.#openings = [];
    } else if (reached >= 0) {
      this.#openings.length = reached + 1;
    } else {
      const outer = this.#openings.filter((opening) =>
        isSame(opening.modes, modes.slice(0, opening.modes.length)),
      );
      const lines = outer.map((opening) => opening.line);
      const isEnough = isSame(openModes(this.#run([...lines, line])), modes);
      this.#openings = [...(isEnough ? outer : this.#openings), { line, modes }];
      if (this.#openings.reduce((length, opening) => length + opening.line.length, 0) > LONGEST_CONTEXT) {
        this.#openings = [];
      }
    }
  }

  #run(lines: readonly string[]): Result {
    return highlighter.highlight(`${lines.join('\n')}\n`, { language: this.#language, ignoreIllegals: true });
  }
}

function openModes({ _top: top }: Result): Modes {
  const modes: object[] = [];
  for (let mode: unknown = top; isOpened(mode); mode = mode.parent) {
    // Each opening makes an object of its own, which inherits from its mode.
    modes.unshift(Object.getPrototypeOf(mode));
  }
  return modes;
}

/** The language itself, at the top level, has no parent. */
function isOpened(mode: unknown): mode is { readonly parent: object } {
  return isObject(mode) && 'parent' in mode && isObject(mode.parent);
}

/** Not all of them inherit from Object. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function embeddedIn({ _top: top }: Result): LineHighlighter | undefined {
  const names = top !== undefined && 'subLanguage' in top ? top.subLanguage : undefined;
  const name = Array.isArray(names) ? names[0] : names;
  return name !== undefined && highlighter.getLanguage(name) ? new LineHighlighter(name) : undefined;
}

function isSame(one: Modes, other: Modes): boolean {
  return one.length === other.length && one.every((mode, index) => mode === other[index]);
}

const MARKUP = /<span class="([^"]*)">|<\/span>|&(?:amp|lt|gt|quot|#x27);|\n|[^<&\n]+/g;

/** The runs of one line of highlight.js's HTML, after `before` others. */
function runsOfLine(html: string, before: number, styleOf: (scope: string) => Style): Run[] {
  const runs: Run[] = [];
  const outer: Style[] = [];
  let style = PLAIN;
  let line = 0;
  for (const [part, classes] of html.matchAll(MARKUP)) {
    if (part === '\n') {
      line += 1;
      if (line > before) break;
    } else if (classes !== undefined) {
      outer.push(style);
      const scope = scopeOf(classes);
      const inner = styleOf(scope);
      // What is filled into a string is no string.
      if (inner !== PLAIN || scope === 'subst') style = inner;
    } else if (part === '</span>') {
      style = outer.pop() ?? PLAIN;
    } else if (line === before) {
      runs.push({ text: ENTITIES.get(part) ?? part, style });
    }
  }
  return runs;
}

/** `hljs-title function_` → `title.function`. */
function scopeOf(classes: string): string {
  return classes
    .split(' ')
    .map((name) => name.replace(/^hljs-|_+$/g, ''))
    .join('.');
}
