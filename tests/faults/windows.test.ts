import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, chunk, DONE, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import { atPrompt, ended, openScript } from '../helpers/window.ts';

const WORDS = Array.from({ length: 40 }, (_, at) => `word${at}`);
const STOP = chunk({}, { finish: 'stop' });

/** Terminals of 40 columns: what they can do is told by the environment. */
const TERMINALS = {
  'as most are': { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
  'TERM=dumb': { TERM: 'dumb', LANG: 'C.UTF-8' },
  'no UTF-8 locale': { TERM: 'xterm-256color', LANG: 'C' },
  'no locale at all': { TERM: 'xterm-256color', LANG: undefined },
} as const;

/** Fails where a word is lost or doubled. */
function expectEachOnce(text: string): void {
  const found = WORDS.map((word) => text.match(new RegExp(`${word}(?!\\d)`, 'g'))?.length ?? 0);
  expect(found, text).toEqual(WORDS.map(() => 1));
}

describe.skipIf(process.platform === 'win32').each(Object.entries(TERMINALS))('40 columns, %s', (_, env) => {
  it.each(['ask', 'chat'])(
    '%s, resized in mid-answer, loses nothing and doubles nothing',
    async (command) => {
      const { waiting, goOn } = createGate();
      const half = (from: number, to: number) => WORDS.slice(from, to).map((word) => chunk(`${word} `));
      const server = await serve(sse([...half(0, 20), waiting, ...half(20, 40), STOP, DONE]));
      const screen = openScript(command === 'ask' ? 'ai ask hi' : 'ai chat', server.env, {
        cols: 40,
        rows: 30,
        env,
      });
      if (command === 'chat') {
        await screen.until(atPrompt(screen));
        screen.type('hi\r');
      }
      // Where nobody wraps words, the window's edge divides them.
      const shows = (word: string) => () => screen.history().join('').includes(word);
      await screen.until(shows('word18'));
      screen.resize(55, 30);
      goOn();
      await screen.until(shows('word39'));
      if (command === 'chat') {
        await screen.until(atPrompt(screen));
        screen.type('/quit\r');
      }
      const { code, text } = await ended(screen);
      expect(code).toBe(0);
      expectEachOnce(text);
      // What ai-chat says of itself is in letters that the terminal has.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII is meant
      if (env.LANG !== 'C.UTF-8') expect(screen.raw).toMatch(/^[\x00-\x7f]*$/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are looked for
      if (env.TERM === 'dumb') expect(screen.raw).not.toMatch(/\x1b/);
    },
  );
});

describe.skipIf(process.platform === 'win32')('thoughts on a terminal', () => {
  it('are dimmed, and on standard error', async () => {
    const server = await serve(
      sse([chunk({ reasoning: 'let me see' }), chunk('A moon.'), STOP, DONE]),
      answer('x'),
    );
    const both = openScript('ai ask hi', server.env);
    expect((await ended(both)).code).toBe(0);
    expect(both.styleOf('let me see')).toMatchObject({ dim: true });
    expect(both.styleOf('A moon.')).toMatchObject({ dim: false });
    server.setReplies(sse([chunk({ reasoning: 'let me see' }), chunk('A moon.'), STOP, DONE]));
    const split = openScript('ai ask hi >"$HOME/answer"', server.env);
    const { text } = await ended(split);
    expect(text).toContain('let me see');
    expect(readFileSync(join(testHome().home, 'answer'), 'utf8')).toBe('A moon.\n');
  });
});
