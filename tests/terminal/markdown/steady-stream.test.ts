import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSteadyStream } from '../../../src/terminal/markdown/steady-stream.ts';
import { cut } from './corpus.ts';
import { Emulator } from './emulator.ts';

const TOLD_AFTER = 250;
const TEXT = `One two three **four five six seven** eight nine ten eleven twelve thirteen fourteen.

\`\`\`
const line = 'of code that is longer than the window is, at first, and then again';
\`\`\`

- an item with *some* words in it, that has to be wrapped here and there, and once more
`;

/** A terminal in tmux: it is resized at once, and tells of it later, where it has just told of another size. */
class LateTerminal {
  readonly emulator = new Emulator(60, 12);
  #now = 0;
  #told = { columns: 60, rows: 12 };
  #toldAt = Number.NEGATIVE_INFINITY;
  #waiting: { at: number; go: () => void }[] = [];

  stream() {
    const screen = () => this.#told;
    return createSteadyStream(
      this.emulator.stream({ screen }),
      screen,
      (time) => new Promise<void>((go) => this.#waiting.push({ at: this.#now + time, go })),
    );
  }

  async resize(columns: number): Promise<void> {
    await this.emulator.resize(columns, 12);
    this.#tell();
  }

  async pass(time: number): Promise<void> {
    const end = this.#now + time;
    while (this.#now < end) {
      this.#now += 1;
      this.#tell();
      const due = this.#waiting.filter(({ at }) => at <= this.#now);
      this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
      for (const { go } of due) go();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  #tell(): void {
    const { cols: columns, rows } = this.emulator.terminal;
    if (columns === this.#told.columns || this.#now - this.#toldAt < TOLD_AFTER) return;
    this.#told = { columns, rows };
    this.#toldAt = this.#now;
  }
}

describe('a window that is being resized', () => {
  it('loses and doubles nothing, though the terminal tells of it late', async () => {
    const change = fc.record({ at: fc.nat({ max: TEXT.length }), columns: fc.integer({ min: 30, max: 90 }) });
    const pause = fc.constantFrom(1, 17, 60);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), pause, async (changes, time) => {
        const terminal = new LateTerminal();
        const stream = terminal.stream();
        for (const [index, chunk] of cut(TEXT, [3]).entries()) {
          for (const { at, columns } of changes)
            if (Math.floor(at / 3) === index) await terminal.resize(columns);
          stream.write(chunk);
          await terminal.pass(time);
        }
        const ended = stream.end();
        await terminal.pass(2000);
        await ended;
        const shown = (await terminal.emulator.lines()).join('').replace(/\s/g, '');
        expect(shown).toBe(TEXT.replace(/[*`]/g, '').replace('- ', '•').replace(/\s/g, ''));
      }),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  }, 1_000_000);

  it('writes on when it has kept its size, and before it ends', async () => {
    const terminal = new LateTerminal();
    const stream = terminal.stream();
    stream.write('One ');
    await terminal.resize(40);
    stream.write('two ');
    await terminal.pass(299);
    expect(await terminal.emulator.lines()).toEqual(['One']);
    await terminal.pass(1);
    expect((await terminal.emulator.lines()).join(' ')).toBe('One two');
    stream.write('three ');
    expect((await terminal.emulator.lines()).join(' ')).toBe('One two three');
    await terminal.pass(250);
    await terminal.resize(50);
    const ended = stream.end();
    await terminal.pass(300);
    await ended;
    expect((await terminal.emulator.lines()).join(' ')).toBe('One two three');
  });
});
