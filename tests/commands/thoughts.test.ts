import { describe, expect, it } from 'vitest';
import { openChat, quit, say } from '../helpers/chat.ts';
import { chunk, DONE, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { run } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { ended, openScript, openWindow } from '../helpers/window.ts';

const said = (...pieces: readonly string[]) =>
  sse([...pieces.map((piece) => chunk(piece)), chunk({}, { finish: 'stop' }), DONE]);
/** As most servers write it. */
const THOUGHT = ['<think>', '\n', '\nlet me see\n', '\n', 'once more\n', '\n</think>', '\n\nA moon.'];

/** The rows from the one that begins with `first` to the one that is `last`. */
function between(rows: readonly string[], first: string, last: string): readonly string[] {
  return rows.slice(
    rows.findIndex((row) => row.startsWith(first)),
    rows.indexOf(last) + 1,
  );
}

const MARKED = ['[reasoning]', 'let me see', '', 'once more', '', '[answer]', 'A moon.'];

describe.skipIf(process.platform === 'win32')('thoughts', () => {
  it('have one blank line around them, however many the model writes, and are kept as they came', async () => {
    const server = await serve(said(...THOUGHT));
    const chat = await openChat(server.env, ['-s', 'trip']);
    await say(chat, 'hi', 'A moon.');
    expect(between(chat.lines(), 'You: hi', 'A moon.')).toEqual([
      'You: hi',
      '',
      'let me see',
      '',
      'once more',
      '',
      'A moon.',
    ]);
    await quit(chat);
    expect(storedConversation().messages[1]?.reasoning).toBe('\n\nlet me see\n\nonce more\n\n');
    const shown = openWindow(['history', 'show', 'trip'], {});
    await ended(shown);
    expect(between(shown.lines(), 'gpt-4o-mini:', 'A moon.')).toEqual([
      'gpt-4o-mini:',
      'let me see',
      '',
      'once more',
      '',
      'A moon.',
    ]);
  });

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['TERM=dumb', { TERM: 'dumb' }],
  ])('are told from the answer by words where there are no colours (%s)', async (_, env) => {
    const reply = said(...THOUGHT);
    const server = await serve(reply, reply, reply);
    const asked = openWindow(['ask', '-s', 'trip', 'hi'], { ...server.env, ...env });
    await ended(asked);
    expect(between(asked.lines(), '[reasoning]', 'A moon.')).toEqual(MARKED);
    const shown = openWindow(['history', 'show', 'trip'], env);
    await ended(shown);
    expect(between(shown.lines(), '[reasoning]', 'A moon.')).toEqual(MARKED);
    const chat = await openChat({ ...server.env, ...env }, ['--new']);
    await say(chat, 'hi', 'A moon.');
    expect(between(chat.lines(), 'You: hi', 'A moon.')).toEqual(['You: hi', '', ...MARKED]);
    await quit(chat);
  });

  it('need no word for an answer that is none or goes elsewhere', async () => {
    const reply = said(...THOUGHT);
    const server = await serve(reply, reply, said('<think>\nlet me see'));
    const env = { ...server.env, NO_COLOR: '1' };
    for (const to of ['>answer', '-o answer']) {
      const { lines } = await ended(openScript(`ai ask hi ${to}; cat answer`, env));
      expect(lines).toEqual(['[reasoning]', 'let me see', 'once more', 'A moon.']);
    }
    const { lines } = await ended(openWindow(['ask', '-s', 'trip', 'hi'], env));
    expect(lines.slice(0, 3)).toEqual([
      '[reasoning]',
      'let me see',
      expect.stringMatching(/^ai-chat: error/),
    ]);
    const shown = await ended(openWindow(['history', 'show', 'trip'], env));
    expect(shown.lines.slice(-3)).toEqual([
      '[reasoning]',
      'let me see',
      expect.stringMatching(/^\[incomplete/),
    ]);
  });

  it('wait with an answer that is not to stream, and nothing is written over them', async () => {
    const { waiting, goOn } = createGate();
    const thoughts = [chunk({ reasoning: 'let me see once' }), waiting, chunk({ reasoning: ' more' })];
    const server = await serve(sse([...thoughts, chunk('A moon.'), chunk({}, { finish: 'stop' }), DONE]));
    const asked = openWindow(['ask', '--no-stream', 'hi'], server.env);
    await asked.until('waiting');
    expect(asked.raw).not.toContain('let me see');
    goOn();
    expect((await ended(asked)).lines).toEqual(['let me see once more', 'A moon.']);
  });

  it('are not shown where standard error is a file', async () => {
    const server = await serve(said(...THOUGHT));
    const { lines } = await ended(
      openScript('ai ask hi 2>notes; cat notes', { ...server.env, NO_COLOR: '1' }),
    );
    expect(lines).toEqual(['A moon.']);
  });

  it('that are none are not shown', async () => {
    const server = await serve(said('<think>\n\n', '</think>', '\n\nA moon.'));
    const chat = await openChat(server.env, ['-s', 'trip']);
    await say(chat, 'hi', 'A moon.');
    expect(between(chat.lines(), 'You: hi', 'A moon.')).toEqual(['You: hi', '', 'A moon.']);
    await quit(chat);
    const shown = openWindow(['history', 'show', 'trip'], { NO_COLOR: '1' });
    await ended(shown);
    expect(between(shown.lines(), 'gpt-4o-mini:', 'A moon.')).toEqual(['gpt-4o-mini:', 'A moon.']);
    const { stdout } = await run(['history', 'export', 'trip', '--format', 'html']);
    expect(stdout).toContain('A moon.');
    expect(stdout).not.toContain('Reasoning');
  });
});
