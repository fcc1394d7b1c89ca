import { stripVTControlCharacters } from 'node:util';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStyles } from '../../../src/terminal/colors.ts';
import { frameOf } from '../../../src/terminal/line-editor/frame.ts';
import { createPainter } from '../../../src/terminal/line-editor/painter.ts';
import { startState } from '../../../src/terminal/line-editor/state.ts';
import { clearedScreens } from '../../helpers/cleared-screens.ts';

const COLUMNS = 20;
const ROWS = 8;
const styles = createStyles(true);

function frame(text: string, cursor = text.length) {
  const state = { ...startState([], '', []), line: { text, cursor } };
  return frameOf(state, { prompt: 'You: ', hint: undefined, columns: COLUMNS, capacity: ROWS - 1, styles });
}

/** A terminal on which something was printed before. */
async function terminal(before = 'an answer\r\n') {
  const screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const write = (output: string) => new Promise<void>((resolve) => screen.write(output, resolve));
  await write(before);
  return {
    write,
    cleared: clearedScreens(screen),
    /** All rows that hold something, and the cursor as seen from the first of them. */
    look() {
      const { active } = screen.buffer;
      const rows = Array.from({ length: active.length }, (_, row) =>
        (active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
      );
      while (rows.at(-1) === '') rows.pop();
      return { rows, cursor: [active.baseY + active.cursorY, active.cursorX] };
    },
  };
}

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('a word ', '漢字', '\n', 'e\u0301', '\t', '\x1b[2J'),
      fc.string({ maxLength: 9 }),
    ),
    {
      maxLength: 30,
      size: 'max',
    },
  )
  .map((parts) => parts.join(''));

describe('the painter', () => {
  it('shows the last frame, whatever was shown before, and nothing of that', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), fc.nat(), async (texts, place) => {
        const screen = await terminal('some\r\nolder\r\nlines\r\n');
        const painter = createPainter();
        const last = texts.at(-1) ?? '';
        const edges = [
          0,
          ...Array.from(new Intl.Segmenter().segment(last), (part) => part.index + part.segment.length),
        ];
        const shown = frame(last, edges[place % edges.length]);
        for (const each of texts.slice(0, -1)) await screen.write(painter.paint(frame(each)));
        await screen.write(painter.paint(shown));

        const rows = shown.rows.map(({ content }) => stripVTControlCharacters(content).trimEnd());
        while (rows.at(-1) === '') rows.pop();
        expect(screen.look()).toEqual({
          rows: ['some', 'older', 'lines', ...rows],
          cursor: [3 + shown.cursor.row, shown.cursor.column],
        });
      }),
      { numRuns: 60 },
    );
  });

  it('takes everything away', async () => {
    const screen = await terminal();
    const painter = createPainter();
    await screen.write(painter.paint(frame('several words that take rows\nand lines')));
    await screen.write(painter.erase());
    expect(screen.look()).toEqual({ rows: ['an answer'], cursor: [1, 0] });
  });

  it('clears no whole screen where the frame begins at its top', async () => {
    const screen = await terminal('');
    const painter = createPainter();
    for (const text of ['one\ntwo', '', 'one\ntwo'])
      await screen.write(painter.paint(frame(text)) + (text && painter.erase()));
    expect([screen.look(), screen.cleared()]).toEqual([{ rows: [], cursor: [0, 0] }, 0]);
  });

  it('leaves the frame standing, and goes below it', async () => {
    const screen = await terminal();
    const painter = createPainter();
    await screen.write(painter.paint(frame('one\ntwo\nthree', 0)) + painter.leave());
    expect(screen.look()).toEqual({ rows: ['an answer', 'You: one', 'two', 'three'], cursor: [4, 0] });
    expect(painter.erase() + painter.leave()).toBe('');
  });
});
