import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChat, say } from '../helpers/chat.ts';
import { answer, chunk, hold, sse } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { UP } from '../helpers/keys.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';

const EDIT = '\u0018\u0005';

/** A chat whose editor is a shell script; `$1` is the file. */
async function chatWith(editor: string, env: Readonly<Record<string, string>>): Promise<Screen> {
  const path = join(testHome().home, 'editor.sh');
  writeFileSync(path, `${editor}\n`);
  return openChat({ ...env, EDITOR: `sh ${path}` });
}

describe.skipIf(process.platform === 'win32')('/edit', () => {
  it('keeps what is typed while the answer streams for the next line, unechoed', async () => {
    const server = await serve(sse([chunk({ content: 'So far.\n\n' }), hold]));
    const shown = await chatWith('echo written > "$1"', server.env);
    shown.type('/edit\r');
    await shown.until('So far.');
    shown.type('typed ahead\u0003');
    await shown.until('You: typed ahead');
    expect(
      shown
        .lines()
        .join('\n')
        .match(/typed ahead/g),
    ).toHaveLength(1);
  });

  it('sends what was saved, though it is what it began with', async () => {
    const server = await serve(answer('fine'));
    const shown = await chatWith('touch "$1"', server.env);
    shown.type('/edit as it is\r');
    await shown.until('fine');
    expect(shown.lines().slice(1, 5)).toEqual(['You: /edit as it is', 'You: as it is', '', 'fine']);
    expect(saidTo(server, 0)[1]).toBe('user: as it is');
  });

  it('lets Up bring back what was written, as a message too where it begins with a slash', async () => {
    const server = await serve(answer('one'), answer('two'), answer('three'));
    const shown = await chatWith('cat >>"$1" <"$HOME/next"', server.env);
    const written = (text: string) => writeFileSync(join(testHome().home, 'next'), text);
    written('first line\nsecond line\n');
    await say(shown, '/edit', 'one');
    written('/etc is a folder\n');
    await say(shown, '/edit', 'two');
    shown.type('\x1b[A');
    await shown.until('You: //etc is a folder');
    // Past it and /edit.
    shown.type('\x1b[A\x1b[A\r');
    await shown.until('three');
    expect([saidTo(server, 1).at(-1), saidTo(server, 2).at(-1)]).toEqual([
      'user: /etc is a folder',
      'user: first line\nsecond line',
    ]);
    expect(readFileSync(join(testHome().config, 'input-history.jsonl'), 'utf8')).toContain(
      '"first line\\nsecond line"',
    );
  });

  it('sends nothing where the editor was left without saving', async () => {
    const server = await serve();
    const shown = await chatWith('true', server.env);
    await say(shown, '/edit better not', 'not saved in the editor; nothing was sent');
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['the editor takes the file away', { EDITOR: 'rm' }, 'not saved in the editor; nothing was sent'],
    [
      'there is no folder for the file',
      { EDITOR: 'true', TMPDIR: '/nowhere/at/all' },
      /error: can't keep a file for the editor in\s\/nowhere\/at\/all: .+\nhint: name another folder with TMPDIR/s,
    ],
  ])('goes on where %s', async (_what, env, said) => {
    const server = await serve(answer('fine'));
    const shown = await openChat({ ...server.env, ...env });
    await say(shown, '/edit', said);
    await say(shown, 'Hi', 'fine');
    expect(saidTo(server, 0)[1]).toBe('user: Hi');
  });
});

describe.skipIf(process.platform === 'win32')('Ctrl-X Ctrl-E', () => {
  /** Adds what it is told to the text, and keeps what it was given. */
  const ADD = 'cat "$1" >"$HOME/given"; printf "%s" "$ADDED" >>"$1"; touch "$1"';
  const given = () => readFileSync(join(testHome().home, 'given'), 'utf8');

  it.each([
    ['text', 'typed', ' and written', 'typed and written'],
    ['a message that begins with a slash', '//etc is a folder', '', '/etc is a folder'],
    ['text that begins with spaces', '    indented', '\n  more  \n', '    indented\n  more  '],
    ['nothing', '', 'all of it', 'all of it'],
  ])(
    'goes on in the editor with the line as it is, and sends what is left there: %s',
    async (_, line, added, sent) => {
      const server = await serve(answer('fine'), answer('well'));
      const shown = await chatWith(ADD, { ...server.env, ADDED: added });
      shown.type(line + EDIT);
      await shown.until('fine');
      await shown.until(atPrompt(shown));
      expect([given(), saidTo(server, 0)[1]]).toEqual([line, `user: ${sent}`]);
      expect(shown.history().filter((row) => row.startsWith('You:'))).toHaveLength(2);
      // Up brings what was left, and it can be gone on with again.
      const left = line + added.replace(/\n$/, '');
      shown.type(UP + EDIT);
      await shown.until('well');
      expect(given()).toBe(left);
      expect(saidTo(server, 1).at(-1)).toBe(`user: ${sent}${added.replace(/\n$/, '')}`);
    },
  );

  it('obeys a command that is left in the editor', async () => {
    const server = await serve();
    const shown = await chatWith(ADD, { ...server.env, ADDED: '-large' });
    shown.type(`/model x${EDIT}`);
    await shown.until('the model is x-large');
    expect([given(), server.requests]).toEqual(['/model x', []]);
  });

  it.each([
    ['was left without saving', 'true', 'not saved in the editor; nothing was sent'],
    ['failed', 'exit 3', 'set $VISUAL or $EDITOR'],
  ])('leaves the line as it is where the editor %s', async (_, editor, said) => {
    const server = await serve(answer('fine'));
    const shown = await chatWith(editor, server.env);
    shown.type(`  half a thought${EDIT}`);
    await shown.until(said);
    await shown.until('You:   half a thought');
    expect(server.requests).toHaveLength(0);
    shown.type('!\r');
    await shown.until('fine');
    expect(saidTo(server, 0)[1]).toBe('user:   half a thought!');
    await shown.until(atPrompt(shown));
  });

  it('sends nothing where nothing is left in the editor', async () => {
    const server = await serve();
    const shown = await chatWith(': >"$1"', server.env);
    shown.type(`better not${EDIT}`);
    await shown.until('nothing was written; nothing was sent');
    await shown.until(atPrompt(shown));
    expect(server.requests).toHaveLength(0);
  });
});
