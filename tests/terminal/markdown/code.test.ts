import { describe, expect, it } from 'vitest';
import { ANSWERS, cut } from './corpus.ts';
import { Emulator } from './emulator.ts';

/** The lines of the blocks of code in `text`. */
function codeIn(text: string): string[][] {
  return [...text.matchAll(/^ *(```|~~~).*\n([\s\S]*?)^ *\1/gm)].map(([block]) => {
    const [fence = '', ...lines] = block.split('\n');
    const indent = fence.length - fence.trimStart().length;
    return lines.slice(0, -1).map((line) => line.slice(indent));
  });
}

describe('code', () => {
  it.each([...ANSWERS.keys()])('is copied from the screen as it was sent: %s', async (name) => {
    const text = ANSWERS.get(name) ?? '';
    for (const columns of [20, 40, 80, 200]) {
      const emulator = new Emulator(columns, 24);
      const stream = emulator.stream();
      for (const chunk of cut(text, [5])) stream.write(chunk);
      await stream.end();
      const screen = `\n${(await emulator.lines()).map((line) => line.trimEnd()).join('\n')}\n`;
      for (const lines of codeIn(text)) {
        const expected = lines.map((line) => tabsExpanded(line).trimEnd()).join('\n');
        expect(screen, `${columns} columns`).toContain(`\n${expected}\n`);
      }
    }
  });

  it('comes line by line, and what there is of a line as it comes', async () => {
    const emulator = new Emulator(20, 10);
    const stream = emulator.stream();
    const steps = ['```\none', ' two\nthr', 'ee, which is longer than a row', '\n```\n'];
    const seen: string[][] = [];
    for (const step of steps) {
      stream.write(step);
      seen.push(await emulator.lines());
    }
    expect(seen).toEqual([
      ['one'],
      ['one two', 'thr'],
      ['one two', 'three, which is lon'],
      ['one two', 'three, which is longer than a row'],
    ]);
  });
});

describe('colours of code', () => {
  const looksOf = async (language: string, lines: readonly string[]): Promise<string[]> => {
    const emulator = new Emulator(100, 24);
    const stream = emulator.stream({ depth: 256 });
    stream.write(`\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n`);
    await stream.end();
    return emulator.looks();
  };
  /** `text` in one of the 256 colours. */
  const inColor = (text: string, color: number) =>
    [...text].map((letter) => `${letter}<${color}00000>`).join('');
  const COMMENT = 247;
  const STRING = 114;
  const KEYWORD = 177;

  it.each<[string, string[], number]>([
    ['js', ['/* one', 'two', 'three */'], COMMENT],
    ['js', ['`one', 'const two', 'three`'], STRING],
    ['python', ['"""one', 'def two', 'three"""'], STRING],
    ['php', ['/* one', '$two', 'three */'], COMMENT],
    ['html', ['<!-- one', '<b>two</b>', 'three -->'], COMMENT],
    ['css', ['/* one', 'two {}', 'three */'], COMMENT],
    ['rust', ['/* one', 'fn two', 'three */'], COMMENT],
    ['c', ['#define one \\', '  two \\', '  three'], KEYWORD],
    ['sql', ['/* one', 'select two', 'three */'], COMMENT],
    ['lua', ['--[[ one', 'local two', 'three ]]'], COMMENT],
    ['ruby', ['=begin', 'def two', '=end'], COMMENT],
  ])('go on from line to line: %s %j', async (language, lines, color) => {
    expect(await looksOf(language, lines)).toEqual(
      lines.map((line) => inColor(line, color).replaceAll(' <', ' <')),
    );
  });

  it('come back after what went over several lines', async () => {
    const looks = await looksOf('js', ['/*', 'x', '*/', 'const', '`', '`', 'return']);
    expect(looks[3]).toBe(inColor('const', KEYWORD));
    expect(looks[6]).toBe(inColor('return', KEYWORD));
  });

  it('go on inside of what has no colour itself', async () => {
    const looks = await looksOf('c', ['x = 1, /* one', 'int two */']);
    expect(looks[1]).toBe(inColor('int two */', COMMENT));
  });

  it.each([
    ['ada', '-- one'],
    ['apache', '# one'],
    ['asm', '; one'],
    ['d', '// one'],
    ['gdscript', '# one'],
    ['hbs', '{{! one }}'],
    ['jinja', '{# one #}'],
    ['nim', '# one'],
    ['prolog', '% one'],
    ['tcl', '# one'],
    ['vim', '" one'],
    ['zig', '// one'],
  ])('know a comment of %s', async (language, line) => {
    expect(await looksOf(language, [line])).toEqual([inColor(line, COMMENT)]);
  });

  it('know the languages inside of others', async () => {
    const looks = await looksOf('html', [
      '<script>',
      '/* one',
      'two */',
      'const',
      '</script>',
      '<style>',
      '/* a',
      'b */',
      '</style>',
    ]);
    expect(looks[2]).toBe(inColor('two */', COMMENT));
    expect(looks[3]).toBe(inColor('const', KEYWORD));
    expect(looks[7]).toBe(inColor('b */', COMMENT));
  });

  it.each(['', 'constructor', 'no-such-language', '__proto__'])(
    'stay away from the language %j',
    async (language) => {
      expect(await looksOf(language, ['const x = constructor'])).toEqual(['const x = constructor']);
    },
  );

  it.each(['js', 'html', 'python'])('change no character of %s', async (language) => {
    const code = ['a constructor && b < c > "d" \'e\' &amp; &lt;'];
    const emulator = new Emulator(100, 24);
    const stream = emulator.stream();
    stream.write(`\`\`\`${language}\n${code.join('\n')}\n\`\`\``);
    await stream.end();
    expect(await emulator.lines()).toEqual(code);
  });
});

function tabsExpanded(line: string): string {
  let expanded = '';
  for (const character of line)
    expanded += character === '\t' ? ' '.repeat(8 - (expanded.length % 8)) : character;
  return expanded;
}
