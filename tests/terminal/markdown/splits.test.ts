import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWERS, cut } from './corpus.ts';
import { Emulator } from './emulator.ts';
import { markdown } from './generated.ts';

/** All that the terminal shows of `chunks`, with colours, scrollback included. */
async function shown(chunks: readonly string[], columns: number, rows: number): Promise<string[]> {
  const emulator = new Emulator(columns, rows);
  const stream = emulator.stream();
  for (const chunk of chunks) stream.write(chunk);
  await stream.end();
  return emulator.looks();
}

describe('any split ends in the same screen', () => {
  const windows = [20, 21, 27, 40, 63, 80, 121, 200].flatMap((columns) => [
    [columns, 6] as const,
    [columns, 24] as const,
  ]);

  it.each([...ANSWERS.keys()])('of %s', async (name) => {
    const text = ANSWERS.get(name) ?? '';
    for (const [columns, rows] of windows) {
      const whole = await shown([text], columns, rows);
      for (const sizes of [[1], [5], [2, 31, 7]]) {
        const window = `${columns}×${rows}, by ${sizes}`;
        expect(await shown(cut(text, sizes), columns, rows), window).toEqual(whole);
      }
    }
  });

  it('of generated Markdown, whatever the window', async () => {
    const size = fc.integer({ min: 1, max: 30 });
    const sizes = fc.array(size, { minLength: 1, maxLength: 5 });
    const columns = fc.integer({ min: 10, max: 200 });
    const rows = fc.integer({ min: 4, max: 60 });
    await fc.assert(
      fc.asyncProperty(markdown, columns, rows, sizes, async (text, width, height, parts) => {
        const whole = await shown([text], width, height);
        expect(await shown(cut(text, parts), width, height)).toEqual(whole);
      }),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 100) },
    );
  }, 1_000_000);
});
