import xterm from '@xterm/headless';
import {
  createMarkdownStream,
  type MarkdownStream,
  type MarkdownStreamOptions,
} from '../../../src/terminal/markdown/markdown-stream.ts';
import { clearedScreens } from '../../helpers/cleared-screens.ts';

/** A terminal that shows what a stream writes. */
export class Emulator {
  readonly terminal: xterm.Terminal;
  /** All that was written to it. */
  written = '';
  readonly #clearedScreens: () => number;

  constructor(columns: number, rows: number) {
    this.terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 100_000,
      convertEol: true,
      allowProposedApi: true,
    });
    this.#clearedScreens = clearedScreens(this.terminal);
  }

  stream(options: Partial<MarkdownStreamOptions> = {}): MarkdownStream {
    return createMarkdownStream({ ...PLAIN_LOOK, ...this.target(), ...options });
  }

  /** What connects a stream to this terminal. */
  target(): Pick<MarkdownStreamOptions, 'write' | 'screen'> {
    return {
      write: (text) => {
        this.written += text;
        this.terminal.write(text);
      },
      screen: () => ({ columns: this.terminal.cols, rows: this.terminal.rows }),
    };
  }

  /** Resolves when all that was written is on the screen. Fails where a terminal would have kept what was taken away. */
  async flush(): Promise<void> {
    await new Promise<void>((resolve) => this.terminal.write('', resolve));
    if (this.#clearedScreens() > 0) throw new Error('a screen was cleared from its first character on');
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.flush();
    this.terminal.resize(columns, rows);
  }

  /** The rows, scrollback included, without trailing spaces and the empty ones at the end. */
  async rows(): Promise<string[]> {
    await this.flush();
    return trimmed(this.#read((line) => line.translateToString(true)));
  }

  /** The lines: rows that the terminal wrapped are one, as they are when they are copied. */
  async lines(): Promise<string[]> {
    await this.flush();
    const buffer = this.terminal.buffer.active;
    const lines: string[] = [];
    for (let index = 0; index < buffer.length; index++) {
      const line = buffer.getLine(index);
      if (line === undefined) break;
      const next = buffer.getLine(index + 1);
      const isWrapped = next?.isWrapped ?? false;
      // A wide character that had no room leaves the last column empty.
      const isLastEmpty =
        isWrapped && next?.getCell(0)?.getWidth() === 2 && line.getCell(line.length - 1)?.getCode() === 0;
      const text = line.translateToString(!isWrapped, 0, isLastEmpty ? line.length - 1 : line.length);
      if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    return trimmed(lines);
  }

  /** Rows with the look of every character, one letter each: the same text in other colours is another screen. */
  async looks(): Promise<string[]> {
    await this.flush();
    return trimmed(
      this.#read((line) => {
        let looks = '';
        for (let column = 0; column < this.terminal.cols; column++) {
          const cell = line.getCell(column);
          if (cell === undefined || cell.getWidth() === 0) continue;
          const chars = cell.getChars() || ' ';
          const look = [
            cell.isFgDefault() ? '' : cell.getFgColor(),
            ...[cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isStrikethrough()].map(
              (on) => (on ? 1 : 0),
            ),
          ].join('');
          looks += look === '00000' ? chars : `${chars}<${look}>`;
        }
        return looks.trimEnd();
      }),
    );
  }

  #read(read: (line: NonNullable<ReturnType<xterm.IBuffer['getLine']>>) => string): string[] {
    const buffer = this.terminal.buffer.active;
    return Array.from({ length: buffer.length }, (_, index) => {
      const line = buffer.getLine(index);
      return line === undefined ? '' : read(line);
    });
  }
}

export const PLAIN_LOOK = {
  colors: true,
  theme: 'dark',
  depth: 16,
  hyperlinks: false,
  unicode: true,
  rewrite: true,
} as const;

function trimmed(lines: readonly string[]): string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end -= 1;
  return lines.slice(0, end);
}
