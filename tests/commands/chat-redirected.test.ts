import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ended, open } from '../helpers/first-run.ts';
import { testHome } from '../helpers/home.ts';

describe.skipIf(process.platform === 'win32')('a chat that is typed on a terminal, and shown on none', () => {
  it('takes lines as the terminal gives them, and writes no escape', async () => {
    const screen = open(['chat', '--demo', '--new', '--no-save'], {}, '>out 2>err');
    screen.type('What is typed\r\u0004');
    await screen.until(ended(0));
    expect(screen.history()[0]).toContain('What is typed');
    const [out, err] = ['out', 'err'].map((name) => readFileSync(join(testHome().cwd, name), 'utf8'));
    expect(out).toContain('I am no language model');
    expect(`${out}${err}`).not.toContain('\u001b');
  });

  it('leaves no room for an answer that is shown elsewhere', async () => {
    const screen = open(['chat', '--demo', '--new', '--no-save'], {}, '>out');
    await screen.until('You:');
    screen.type('What is typed\r');
    await screen.until(/You: What is typed\nai-chat-manual .*\nYou:/);
    screen.type('\u0004');
    await screen.until(ended(0));
  });
});
