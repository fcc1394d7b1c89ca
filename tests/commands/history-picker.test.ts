import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_D, CTRL_N, CTRL_R, CTRL_Z, DOWN, ESCAPE, UP } from '../helpers/keys.ts';
import { run } from '../helpers/run.ts';
import { atPrompt, ended, openBare, openScript } from '../helpers/window.ts';
import { ATTACKS } from '../safety/attacks.ts';
import { endUntouched } from '../safety/witness.ts';
import { keep, keepThree, kept, open, selected } from './picker-world.ts';

const PAGE_DOWN = '\u001b[6~';

beforeEach(keepThree);

describe.skipIf(process.platform === 'win32')('picking a conversation', () => {
  it('shows them with the last exchange of the selected one, and leaves one line', async () => {
    const screen = open(['history', 'show']);
    await screen.until(/^tiny:\nWalk and eat\.$/m);
    expect(selected(screen)).toBe('Three days in Lisbon');
    expect(screen.lines()[0]).toContain('type to filter');
    screen.type(DOWN);
    await screen.until('You: 東京の天気 👩‍💻?');
    expect(selected(screen)).toBe('東京の天気 👩‍💻');
    screen.type(CTRL_N + UP + PAGE_DOWN);
    await screen.until('git revert');
    screen.type('\r');
    const { code, lines } = await endUntouched(screen);
    expect(code).toBe(0);
    expect(lines.slice(0, 2)).toEqual(['ai-chat: picked Undo a commit (cccc3333)', 'Undo a commit']);
    expect(screen.bracketedPaste).toBe(false);
  });

  it('filters by what is typed, in any order of letters that are there', async () => {
    const screen = open(['history', 'show'], { NO_COLOR: '1' });
    await screen.until(() => selected(screen) !== undefined);
    screen.type('ucm');
    await screen.until('1/3');
    expect(selected(screen)).toBe('Undo a commit');
    screen.type('zzz');
    await screen.until('nothing fits');
    // There is nothing that could be picked.
    screen.type('\r');
    screen.type('\u0015京天');
    await screen.until(() => selected(screen) === '東京の天気 👩‍💻');
    screen.type('\r');
    const { code, lines } = await ended(screen);
    expect([code, lines[0]]).toEqual([0, 'ai-chat: picked 東京の天気 👩‍💻 (bbbb2222)']);
  });

  it.each([
    ['Escape', ESCAPE, ['history', 'show']],
    ['Ctrl-C', CTRL_C, ['history', 'show']],
    ['Ctrl-D', CTRL_D, ['history', 'show']],
    ['Escape', ESCAPE, ['history', 'delete']],
    ['Escape', ESCAPE, ['chat', '--resume']],
    ['Ctrl-D', CTRL_D, ['chat', '--resume']],
  ])('is given up with %s, and nothing is left of it, nor said: %j', async (_what, key, args) => {
    const screen = open(args);
    await screen.until('Walk and eat.');
    screen.type(key);
    const { code, lines } = await endUntouched(screen);
    expect([code, lines]).toEqual([130, []]);
    expect(kept()).toBe(3);
  });

  // The process is found in /proc.
  it.skipIf(process.platform !== 'linux')('ends with SIGTERM, and gives the terminal back', async () => {
    const screen = openScript(`set -m; "$NODE" "$BINARY" history show; stty -a | grep -o '.icanon'`);
    await screen.until('Walk and eat.');
    const pid = Number(
      readFileSync(`/proc/${screen.pid}/task/${screen.pid}/children`, 'utf8').trim().split(' ')[0],
    );
    process.kill(pid, 'SIGTERM');
    const { lines } = await endUntouched(screen);
    expect(lines.join('')).not.toContain('-icanon');
    expect(lines.join('')).not.toContain('Lisbon');
  });

  it('gives the terminal to the shell while it is stopped, and comes back', async () => {
    const screen = openScript(`set -m; "$NODE" "$BINARY" history show; echo stopped; read line; fg; echo $?`);
    await screen.until('Walk and eat.');
    screen.type(CTRL_Z);
    await screen.until('stopped');
    expect(screen.lines().join('')).not.toContain('Walk and eat.');
    screen.type('go\r');
    await screen.until('Walk and eat.');
    screen.type(ESCAPE);
    const { lines } = await endUntouched(screen);
    expect(lines).toContain('130');
  });

  it('fits any window, and follows it', async () => {
    const screen = open(['history', 'show'], {}, { cols: 30, rows: 5 });
    await screen.until(() => selected(screen) === 'Three days in Lisbon');
    expect(screen.lines().join('')).not.toContain('Walk');
    screen.resize(100, 24);
    await screen.until(/tiny · \d+ months ago.*Walk and eat\./s);
    screen.resize(12, 24);
    await screen.until(() => selected(screen)?.startsWith('Three') ?? false);
    screen.type(ESCAPE);
    expect((await ended(screen)).code).toBe(130);
  });

  it('obeys in a window of one column, and shows all of it in a wider one', async () => {
    const screen = openBare(['history', 'show'], {}, { cols: 1 });
    const marked = (row: number) => () => screen.lines()[row]?.startsWith('>') ?? false;
    await screen.until(marked(1));
    screen.type(DOWN);
    await screen.until(marked(2));
    // As long as that takes, the selection rests, and what is selected could be looked into.
    expect((await run(['history', 'list'])).code).toBe(0);
    screen.type(UP);
    await screen.until(marked(1));
    screen.resize(80, 24);
    await screen.until('Walk and eat.');
    screen.resize(1, 24);
    screen.type(CTRL_C);
    expect((await screen.exited).code).toBe(130);
  });

  it('shows the answer as its chat did, and breaks both at words, in any window', async () => {
    const answer =
      '# Plan\n\nTake **tram 28**, then *walk*:\n\n- 漢字は二桁なので行末で正しく折り返す\n- 👩‍💻 emoji stay whole';
    keep('dddd4444', 9, 'Which way would you go if it rained all day long in Lisbon', answer);
    const screen = open(['history', 'show'], {}, { cols: 34, rows: 30, clusters: true });
    const preview = (...rows: string[]) => rows.join('\n');
    await screen.until(() =>
      screen
        .lines()
        .join('\n')
        .includes(
          preview(
            'You: Which way would you go if it',
            'rained all day long in Lisbon?',
            'tiny:',
            'Plan',
            'Take tram 28, then walk:',
            '• 漢字は二桁なので行末で正しく折',
            '  り返す',
            '• 👩‍💻 emoji stay whole',
          ),
        ),
    );
    expect(screen.styleOf('tram 28')?.bold).toBe(true);
    expect(screen.styleOf('rained')?.dim).toBe(true);
    screen.resize(80, 30);
    await screen.until('You: Which way would you go if it rained all day long in Lisbon?');
    await screen.until('• 漢字は二桁なので行末で正しく折り返す');
    screen.type(ESCAPE);
    await endUntouched(screen);
    // Who reads answers as the model wrote them does so here, too.
    const asWritten = open(['history', 'show', '--no-markdown'], {}, { rows: 30 });
    await asWritten.until('tiny: # Plan');
    await asWritten.until('Take **tram 28**');
    asWritten.type(ESCAPE);
    await ended(asWritten);
  });

  it('reads its settings once', async () => {
    writeFileSync(join(testHome().cwd, '.env'), Buffer.of(0xff));
    const screen = open(['history', 'show']);
    await screen.until('Walk and eat.');
    screen.type('\r');
    const { code, text } = await endUntouched(screen);
    expect([code, text.split('is not read').length]).toEqual([0, 2]);
  });

  it('shows what is hostile, and obeys none of it', async () => {
    keep('dddd4444', 9, Object.values(ATTACKS).join(' '), Object.values(ATTACKS).join('\n'));
    const screen = open(['history', 'show'], {}, { cols: 200, rows: 40 });
    await screen.until('tiny:');
    screen.type(DOWN);
    await screen.until('Walk and eat.');
    screen.type(ESCAPE);
    expect((await endUntouched(screen)).code).toBe(130);
  });

  it('is an error where there is nobody to ask', async () => {
    for (const command of ['show', 'export', 'delete', 'rename']) {
      const { code, stdout, stderr } = await run(['history', command]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
    }
  });

  it('resumes what was picked, for chat -r and for /resume', async () => {
    const screen = open(['chat', '--resume'], { OPENAI_BASE_URL: 'http://localhost:1/v1' });
    await screen.until('Walk and eat.');
    screen.type('undo\r');
    await screen.until(atPrompt(screen));
    expect(screen.history()[0]).toMatch(/^resuming “Undo a commit”/);
    screen.type('/resume\r');
    await screen.until('type to filter');
    screen.type(ESCAPE);
    await screen.until(atPrompt(screen));
    screen.type('/resume\r');
    await screen.until('type to filter');
    screen.type('lisbon\r');
    await screen.until('resuming “Three days in Lisbon”');
    await screen.until(atPrompt(screen));
    screen.type('/quit\r');
    expect((await ended(screen)).code).toBe(0);
  });

  it('asks for the name of what was picked, until it can be one', async () => {
    const screen = open(['history', 'rename']);
    await screen.until('Walk and eat.');
    screen.type(`${DOWN}\r`);
    await screen.until(/picked 東京.*\nNew name:$/ms);
    screen.type('two words\r');
    await screen.until(/error: .*\nhint: .*\nNew name: two words$/ms);
    screen.type('\u0015tokyo\r');
    expect((await endUntouched(screen)).text).toContain('bbbb2222 is now called tokyo');

    // A name that is there can be changed, and one that is taken is no name to have.
    const again = open(['history', 'rename', 'tokyo']);
    await again.until('New name: tokyo');
    again.type('-2026\r');
    expect((await endUntouched(again)).text).toContain('bbbb2222 is now called tokyo-2026');
    const taken = open(['history', 'rename', 'aaaa1111']);
    await taken.until('New name:');
    taken.type('tokyo-2026\r');
    await taken.until(/error: .*\nNew name: tokyo-2026$/ms);
    // There is nothing to search.
    taken.type(`${CTRL_R}x`);
    await taken.until(/^New name: tokyo-2026x$/m);
    taken.type(CTRL_C);
    expect((await ended(taken)).code).toBe(130);
  });

  it('renames nothing when there is no new name', async () => {
    for (const keys of ['\r', '\u0004']) {
      const screen = open(['history', 'rename', 'aaaa1111']);
      await screen.until('New name:');
      screen.type(keys);
      const { code, text } = await endUntouched(screen);
      expect([code, text]).toEqual([0, 'New name:ai-chat: nothing was renamed']);
    }
    const { code, stderr } = await run(['history', 'rename', 'aaaa1111']);
    expect(code).toBe(2);
    expect(stderr).toContain('hint: type `ai-chat history rename CONVERSATION NAME`');
  });
});
