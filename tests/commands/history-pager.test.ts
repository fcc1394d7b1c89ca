import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { pagerOf } from '../../src/commands/shared/pager.ts';
import { testHome } from '../helpers/home.ts';
import { exchange, keepConversation } from '../helpers/keep.ts';
import { run } from '../helpers/run.ts';
import { ended, openBare, openWindow } from '../helpers/window.ts';

/** Keeps a conversation of which the answer has so many lines. */
function keep(lines: number, fields: Parameters<typeof exchange>[2] = {}): void {
  const answer = Array.from({ length: lines }, (_, n) => `- **item** ${n + 1}`).join('\n');
  keepConversation({ id: 'aaaa1111', title: 'Items', messages: exchange('Items?', answer, fields) });
}

const hasLess = (() => {
  try {
    execFileSync('less', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('less is not installed: paging with it is not tested\n');
    return false;
  }
})();

const paged = () => join(testHome().cwd, 'paged');
/** A pager that tells what it was given and in what environment. */
const RECORDER = { PAGER: 'cat > paged; printf "%s|%s" "$LESS" "$OPENAI_API_KEY" > env' };
const show = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  openWindow(['history', 'show', 'last', ...args], env);

describe.skipIf(process.platform === 'win32')('a long conversation', () => {
  beforeEach(() => keep(100));

  it('goes through $PAGER, coloured, with links as text, and no key that was not there', async () => {
    keep(100, { reasoning: 'I think.\nA lot.' });
    writeFileSync(join(testHome().cwd, '.env'), 'OPENAI_API_KEY=sk-from-dotenv-000000\n');
    const { code, text } = await ended(
      show([], { ...RECORDER, TERM_PROGRAM: 'iTerm.app', COLORTERM: 'truecolor' }),
    );
    expect([code, text]).toEqual([0, '']);
    const given = readFileSync(paged(), 'utf8');
    expect(given).toContain('\u001b[1mitem\u001b[');
    expect(given).toContain('\u001b[2mI think.\u001b[22m\n\u001b[2mA lot.\u001b[22m\n');
    expect(given).not.toContain('\u001b]8');
    expect(given.split('\n').length).toBeGreaterThan(100);
    expect(readFileSync(join(testHome().cwd, 'env'), 'utf8')).toBe('FRX|');
  });

  it.each([
    ['-i', '-R -i'],
    ['--ignore-case', '-R --ignore-case'],
    ['', 'FRX'],
  ])('leaves the user’s own LESS=%s, and asks for colours', async (LESS, expected) => {
    await ended(show([], { ...RECORDER, LESS }));
    expect(readFileSync(join(testHome().cwd, 'env'), 'utf8')).toBe(`${expected}|`);
  });

  it.each([
    ['--no-pager', ['--no-pager'], RECORDER],
    ['PAGER=cat', [], { PAGER: 'cat' }],
    ['a dumb terminal', [], { ...RECORDER, TERM: 'dumb' }],
  ])('is written as it is with %s', async (_what, args, env) => {
    const { code, lines } = await ended(show(args, env));
    expect([code, lines.length > 100]).toEqual([0, true]);
    expect(existsSync(paged())).toBe(false);
  });

  it('goes through less where PAGER is empty, as where it is not set', () => {
    const usual = pagerOf({ env: {}, platform: 'linux' });
    expect(usual).toEqual({ command: 'less', isChosen: false });
    expect(pagerOf({ env: { PAGER: '' }, platform: 'linux' })).toEqual(usual);
  });

  it('is written as it is in a pipe', async () => {
    const { stdout } = await run(['history', 'show', 'last'], { env: RECORDER });
    expect(stdout).toContain('**item** 100');
    expect(existsSync(paged())).toBe(false);
  });

  it('is written as it is, with a warning, where the pager can’t be started', async () => {
    const { code, text } = await ended(show([], { PAGER: 'no-such-pager --x' }));
    expect(code).toBe(0);
    expect(text).toContain('warning: the pager `no-such-pager --x` could not be started');
    expect(text).toContain('item 100');
  });

  it('ends well with a pager that has had enough', async () => {
    keep(20_000);
    const { code, lines } = await ended(show([], { PAGER: 'head -n 1' }));
    expect([code, lines]).toEqual([0, ['Items']]);
  });

  it.skipIf(!hasLess)('is in less until that is quit; SIGINT does not end it', async () => {
    const screen = openBare(['history', 'show', 'last']);
    await screen.until(() => screen.lines().at(-1) === ':');
    expect(screen.lines()[0]).toBe('Items');
    // As Ctrl-C sends it to both; less itself may lose the key that follows one.
    screen.kill('SIGINT');
    screen.type('G');
    await screen.until('item 100');
    screen.type('q');
    // The signal may come to a process whose pager is gone by then: it is told by what less showed behind it.
    await screen.exited;
    expect(screen.raw).not.toContain('?1049h');
  });
});

describe.skipIf(process.platform === 'win32')('a conversation that fits', () => {
  it('is written as it is', async () => {
    keep(3);
    const { code, lines } = await ended(show([], RECORDER));
    expect([code, lines.at(-1)]).toEqual([0, '• item 3']);
    expect(existsSync(paged())).toBe(false);
  });

  it('says what was thought, and what to do where the answer is not whole', async () => {
    keep(1, { status: 'interrupted', reasoning: 'I think.' });
    const screen = show();
    await screen.until('[interrupted; to ask again: `ai-chat chat -r aaaa1111`, /retry]');
    expect(screen.styleOf('I think.')).toMatchObject({ dim: true });
    const plain = await ended(show([], { NO_COLOR: '1' }));
    expect(plain.lines.slice(-6, -2)).toEqual(['tiny:', '[reasoning]', 'I think.', '[answer]']);
    const { stdout } = await run(['history', 'show', 'last']);
    expect(stdout).toMatch(/\n\[interrupted\]\n$/);
    expect(stdout).not.toContain('I think.');
  });
});

describe.skipIf(process.platform === 'win32')('what search found, and a list', () => {
  const given = () => readFileSync(paged(), 'utf8').split('\n');

  it('go through $PAGER where they are longer than the screen, the newest first', async () => {
    keep(100);
    const { code, text } = await ended(openWindow(['history', 'search', 'item'], RECORDER));
    expect([code, text]).toEqual([0, '']);
    expect(given()[0]).toContain('Items');
    expect(given().length).toBeGreaterThan(100);
    const list = openWindow(['history'], RECORDER, { rows: 2 });
    expect((await ended(list)).code).toBe(0);
    expect(given()).toEqual([expect.stringMatching(/^\S*ID/), expect.stringContaining('aaaa1111'), '']);
  });

  it.each([
    ['search', ['search', 'items?']],
    ['list', ['list']],
  ])('are written as they are where they fit: %s', async (_what, args) => {
    keep(10);
    const { code, text } = await ended(openWindow(['history', ...args], RECORDER));
    expect([code, text]).toEqual([0, expect.stringContaining('Items')]);
    expect(existsSync(paged())).toBe(false);
  });

  it.each([
    ['--no-pager', ['--no-pager'], RECORDER],
    ['PAGER=cat', [], { PAGER: 'cat' }],
  ])('are written as they are with %s', async (_what, args, env) => {
    keep(100);
    const { code, lines } = await ended(openWindow(['history', 'search', 'item', ...args], env));
    expect([code, lines.length > 100]).toEqual([0, true]);
    expect(existsSync(paged())).toBe(false);
  });

  it('say that nothing was found', async () => {
    keep(1);
    const { text } = await ended(openWindow(['history', 'search', 'nowhere'], RECORDER));
    expect(text).toContain('nothing was found');
  });

  it.skipIf(!hasLess)('are in less until that is quit', async () => {
    keep(20_000);
    const screen = openWindow(['history', 'search', 'item']);
    await screen.until(() => screen.lines().at(-1) === ':');
    screen.type('q');
    expect((await ended(screen)).code).toBe(0);
  });

  it('end well with a pager that has had enough', async () => {
    keep(20_000);
    const { code, lines } = await ended(openWindow(['history', 'search', 'item'], { PAGER: 'head -n 1' }));
    expect([code, lines]).toEqual([0, ['Items aaaa1111']]);
  });
});
