import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChat, say } from '../helpers/chat.ts';
import { answer, chunk, hold, sse } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';

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

  it('is what Ctrl-X Ctrl-E does with the line that is typed', async () => {
    const server = await serve(answer('fine'));
    const shown = await chatWith('echo " and written" >>"$1"', server.env);
    shown.type('typed\x18\x05');
    await shown.until('fine');
    expect(saidTo(server, 0)[1]).toBe('user: typed and written');
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
