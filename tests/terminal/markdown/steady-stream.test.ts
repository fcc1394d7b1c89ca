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
  #timers = new Set<{ at: number; action: () => void }>();

  stream() {
    const screen = () => this.#told;
    return createSteadyStream(this.emulator.stream({ screen }), screen, {
      after: (time, action) => {
        const timer = { at: this.#now + time, action };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
    });
  }

  async resize(columns: number): Promise<void> {
    await this.emulator.resize(columns, 12);
    this.#tell();
  }

  pass(time: number): void {
    for (const end = this.#now + time; this.#now < end; ) {
      this.#now += 1;
      this.#tell();
      for (const timer of this.#timers) {
        if (timer.at > this.#now) continue;
        this.#timers.delete(timer);
        timer.action();
      }
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
          terminal.pass(time);
        }
        terminal.pass(2000);
        await stream.end();
        const shown = (await terminal.emulator.lines()).join('').replace(/\s/g, '');
        expect(shown).toBe(TEXT.replace(/[*`]/g, '').replace('- ', '•').replace(/\s/g, ''));
      }),
      { numRuns: Number(process.env.MARKDOWN_RUNS ?? 60) },
    );
  }, 1_000_000);

  it('writes on when it has kept its size for a while', async () => {
    const terminal = new LateTerminal();
    const stream = terminal.stream();
    stream.write('One ');
    await terminal.resize(40);
    stream.write('two ');
    terminal.pass(280);
    await terminal.resize(44);
    terminal.pass(319);
    expect(await terminal.emulator.lines()).toEqual(['One']);
    terminal.pass(1);
    expect((await terminal.emulator.lines()).join(' ')).toBe('One two');
    stream.write('three ');
    expect((await terminal.emulator.lines()).join(' ')).toBe('One two three');
  });

  it('holds nothing back at the end, and nothing is written behind that', async () => {
    const terminal = new LateTerminal();
    const stream = terminal.stream();
    stream.write('One ');
    await terminal.resize(40);
    stream.write('two');
    await stream.end();
    expect((await terminal.emulator.lines()).join(' ')).toBe('One two');
    const { written } = terminal.emulator;
    terminal.pass(1000);
    expect(terminal.emulator.written).toBe(written);
  });
});
