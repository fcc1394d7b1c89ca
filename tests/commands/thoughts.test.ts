import { describe, expect, it } from 'vitest';
import { openChat, quit, say } from '../helpers/chat.ts';
import { chunk, DONE, sse } from '../helpers/fake-server.ts';
import { run } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { ended, openWindow } from '../helpers/window.ts';

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
