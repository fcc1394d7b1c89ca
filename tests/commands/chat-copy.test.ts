import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChat, say } from '../helpers/chat.ts';
import { answer } from '../helpers/fake-server.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';

const ANSWER = '*Zum* Mond 🌙';

/** A chat in tmux, or what is taken for it: `script` gets its arguments as `$*`, and the text. */
async function copyUnder(script: string): Promise<Screen> {
  const bin = join(testHome().home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'tmux'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const server = await serve(answer(ANSWER));
  const PATH = `${bin}:${cleanEnv().PATH}`;
  const shown = await openChat({ ...server.env, PATH, TMUX: '/tmp/tmux/default,1,0' });
  await say(shown, 'hi', 'Mond');
  await say(shown, '/copy', 'copied the last answer');
  return shown;
}

describe.skipIf(process.platform !== 'linux')('/copy without a desktop', () => {
  it('goes by way of tmux, which drops what the terminal is asked', async () => {
    const shown = await copyUnder('echo "$*" > "$HOME/asked"; cat > "$HOME/copied"');
    expect(readFileSync(join(testHome().home, 'asked'), 'utf8')).toBe('load-buffer -w -\n');
    expect(readFileSync(join(testHome().home, 'copied'), 'utf8')).toBe(ANSWER);
    expect(shown.lines()).toContain('copied the last answer');
    expect(shown.raw).not.toContain('\u001b]52;');
  });

  it('asks the terminal, and says that it may not obey', async () => {
    const shown = await copyUnder('exit 1');
    expect(shown.raw).toContain(`\u001b]52;c;${Buffer.from(ANSWER).toString('base64')}\u0007`);
    expect(shown.lines()).toContain('copied the last answer, if this terminal lets programs copy');
  });
});
