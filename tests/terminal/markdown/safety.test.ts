import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWERS, cut } from './corpus.ts';
import { Emulator } from './emulator.ts';
import { markdown } from './generated.ts';

/** The sequences that are ours: SGR, moves and erasing, and links. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const OURS = /\x1b\[[\d;]*m|\x1b\[\d*[AGJK]|\x1b\]8;;(?:(?:https?:\/\/|mailto:)[!-~]+)?\x1b\\/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const SGR = /\x1b\[[\d;]*m/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all but the newline and the tab
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const ATTACKS = [
  '\x1b]52;c;cm0gLXJm\x07',
  '\x1b]0;title\x07',
  '\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\',
  '\x1b[2J\x1b[H',
  '\x1bP$qm\x1b\\',
  '\x9b31m',
  '\u202egnp.exe',
  '\r\x08\x08\x00\x07',
  '&#27;[31m',
  '&#x1b;]0;x&#7;',
  '&#x9b;31m',
  '&#x202e;abc',
  '&NewLine;&Tab;&lrm;&rlm;',
  '[a](https://e.x/\x1b]0;x\x07)',
  '[a](<https://e.x/ \x07>)',
  '[a](https://e.x/%1b%07 "t\x1b")',
  '![\x1b](https://e.x/\x9c)',
  '<https://e.x/\x1b\\>',
  '[a\x1b]: https://e.x\x1b\\',
  '[^\x1b]: note',
  '```\x1b]0;x\x07\n\x1b[31m\n```',
  '`\x1b[31m`',
  '$\x1b[31m$',
  '| \x1b[A | &#27;[A |\n|---|---|\n| \x9b | `\x1b` |',
];

async function written(text: string, sizes: readonly number[], options = {}): Promise<string> {
  const emulator = new Emulator(40, 10);
  const stream = emulator.stream({ hyperlinks: true, ...options });
  for (const chunk of cut(text, sizes)) stream.write(chunk);
  await stream.end();
  return emulator.written;
}

describe('what comes from the model', () => {
  it.each(ATTACKS)('sends no control character of its own: %j', async (attack) => {
    for (const text of [
      attack,
      `# ${attack}`,
      `- ${attack} **b**`,
      `> ${attack}`,
      `| ${attack} |\n|---|\n| x |`,
    ]) {
      for (const sizes of [[1000], [1]]) {
        expect((await written(text, sizes)).replace(OURS, '')).not.toMatch(CONTROLS);
      }
    }
  });

  it('sends none, however it is put together', async () => {
    const attacks = fc.array(fc.oneof(fc.constantFrom(...ATTACKS), markdown), { minLength: 1, maxLength: 8 });
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(attacks, sizes, async (parts, lengths) => {
        expect((await written(parts.join(''), lengths)).replace(OURS, '')).not.toMatch(CONTROLS);
      }),
    );
  });
});

describe('links', () => {
  it('are hyperlinks to the address that is shown', async () => {
    expect(await written('[here](https://e.x/ä?b="c")', [1000])).toContain(
      '\x1b]8;;https://e.x/%C3%A4?b=%22c%22\x1b\\',
    );
  });

  it.each(['ftp://e.x/', 'file:///etc/passwd', 'vscode://open', '/relative', '#part', 'ssh://e.x'])(
    'are text alone when they go to %s',
    async (href) => {
      const shown = await written(`[here](${href})`, [1000], { colors: false });
      expect(shown).not.toContain('\x1b]8');
      expect(shown).toContain(href);
    },
  );

  it('end with their row, so that a prefix is no part of them', async () => {
    const text = `> [${'a long text '.repeat(5)}](https://e.x)`;
    for (const row of (await written(text, [1000], { colors: false })).split('\n')) {
      expect(row.split('\x1b]8;;').length % 2).toBe(1);
      expect(row.startsWith('│') || row === '').toBe(true);
    }
  });

  it('are no hyperlinks where the terminal has none', async () => {
    expect(await written('[a](https://e.x) https://e.y', [1000], { hyperlinks: false })).not.toContain(
      '\x1b]',
    );
  });
});

describe('what is written', () => {
  it('has no SGR without colours, and never asks, hides or clears anything', async () => {
    for (const text of ANSWERS.values()) {
      expect(await written(text, [7], { colors: false })).not.toMatch(SGR);
      // Nothing but these: no queries, no alternate screen, no modes.
      expect((await written(text, [7])).replace(OURS, '')).not.toContain('\x1b');
    }
  });

  it('moves no cursor where nothing may be rewritten', async () => {
    for (const text of ANSWERS.values()) {
      const plain = await written(text, [7], { rewrite: false, colors: false, hyperlinks: false });
      expect(plain).not.toContain('\x1b');
      expect(plain).toBe(
        await written(text, [100_000], { rewrite: false, colors: false, hyperlinks: false }),
      );
    }
  });
});
