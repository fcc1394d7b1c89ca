import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C } from '../helpers/keys.ts';
import { serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';
import { endSane, openJob, signal } from './job.ts';

/** Editors: they wait for a line and save. Real ones ignore Ctrl-C, or take it for a key. */
const STUBBORN = 'trap "" INT; echo editing; read line; touch "$1"';
const MORTAL = 'echo editing; read line';

/** A chat's `/edit`, or `config edit`, with the editor open. */
async function edit(command: 'config edit' | 'chat', editor: string): Promise<Screen> {
  const { home } = testHome();
  const TMPDIR = join(home, 'tmp');
  mkdirSync(TMPDIR);
  writeFileSync(join(home, 'editor.sh'), `${editor}\n`);
  const server = await serve(answer('fine'));
  const screen = openJob(`run ${command}`, {
    ...server.env,
    TMPDIR,
    EDITOR: `sh ${join(home, 'editor.sh')}`,
  });
  if (command === 'chat') {
    await screen.until(atPrompt(screen));
    screen.type('/edit a draft\r');
  }
  await screen.until('editing');
  return screen;
}

/** Nothing of what was edited is left. */
function expectNoDraft(): void {
  expect(readdirSync(join(testHome().home, 'tmp'))).toEqual([]);
}

describe.skipIf(process.platform === 'win32').each(['config edit', 'chat'] as const)(
  'an editor under %s',
  (command) => {
    it('has Ctrl-C to itself', async () => {
      const screen = await edit(command, STUBBORN);
      screen.type(CTRL_C);
      await screen.until('^C');
      signal('SIGINT');
      screen.type('done\r');
      if (command === 'chat') {
        await screen.until('fine');
        await screen.until(atPrompt(screen));
        screen.type('/quit\r');
      }
      expect((await endSane(screen)).code).toBe(0);
      expectNoDraft();
    });

    it('may end by Ctrl-C', async () => {
      const screen = await edit(command, MORTAL);
      screen.type(CTRL_C);
      if (command === 'chat') {
        await screen.until('nothing was sent');
        await screen.until(atPrompt(screen));
        screen.type('/quit\r');
      }
      expect((await endSane(screen)).code).toBe(command === 'chat' ? 0 : 130);
      expectNoDraft();
    });

    it('may be all that Ctrl-C has ended so far', async () => {
      const screen = await edit(command, 'echo editing; kill -INT $$');
      if (command === 'chat') {
        await screen.until('nothing was sent');
        await screen.until(atPrompt(screen));
        screen.type('/quit\r');
      }
      expect((await endSane(screen)).code).toBe(command === 'chat' ? 0 : 130);
      expectNoDraft();
    });

    it.each([
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)('is ended by %s, and nothing is left of it', async (name, code) => {
      const screen = await edit(command, STUBBORN);
      signal(name);
      expect((await endSane(screen)).code).toBe(code);
      expectNoDraft();
      // The editor would read it if it were still there; now the shell does.
      expect(screen.raw).not.toContain('error:');
    });
  },
);
