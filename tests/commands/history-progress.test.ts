import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../helpers/bundle.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { storedConversations } from '../helpers/talk.ts';
import { openScreen } from '../helpers/terminal-emulator.ts';
import { conversation, message, openStore } from '../store/fixture.ts';

const COUNT = 60;

let program: string;
beforeAll(async () => {
  program = await bundle(fileURLToPath(new URL('programs/held.ts', import.meta.url)));
});

beforeEach(async () => {
  const { store } = openStore(testHome().config);
  for (let n = 0; n < COUNT; n += 1) {
    await store.create(conversation({ messages: [message(`Lisbon, day ${n}`)] }));
  }
});

const open = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  openScreen(process.execPath, [program, 'history', ...args], {
    cwd: testHome().cwd,
    env: { ...cleanEnv(), ...env },
  });

describe.skipIf(process.platform === 'win32')('long work over many conversations', () => {
  it('says how far a check has come, and leaves no trace of that', async () => {
    const screen = open(['check']);
    await screen.until(/^\S checking 59 of 60$/m);
    expect(screen.cursorVisible).toBe(false);
    screen.type('x');
    expect((await screen.exited).code).toBe(0);
    expect(screen.history()).toEqual(['ai-chat: 60 conversations, 60 messages']);
    expect(screen.cursorVisible).toBe(true);
  });

  it('says how far an import has come', async () => {
    const [file, config] = [join(testHome().cwd, 'all.json'), join(testHome().cwd, 'config')];
    writeFileSync(file, JSON.stringify(storedConversations()));
    const screen = open(['import', file], { AI_CHAT_CONFIG_DIR: config });
    await screen.until(/^\S importing [1-9]\d* of 60$/m);
    screen.type('x');
    expect((await screen.exited).code).toBe(0);
    expect(screen.history().filter((line) => line.startsWith('ai-chat: added '))).toHaveLength(COUNT);
    expect(screen.history().join('\n')).not.toContain('importing');
  });

  it('says how far a search has come, below what it has found', async () => {
    const screen = open(['search', 'lisbon', '--no-pager']);
    await screen.until(/^\S searching 59 of 60$/m);
    screen.type('x');
    expect((await screen.exited).code).toBe(0);
    expect(screen.history().filter((line) => line.startsWith('  Lisbon, day'))).toHaveLength(COUNT);
    expect(screen.history().join('\n')).not.toContain('searching');
    expect(screen.cursorVisible).toBe(true);
  });

  it('says it too where there may be a pager, before there is something to show in it', async () => {
    const screen = open(['search', 'nowhere']);
    await screen.until(/^\S searching 59 of 60$/m);
    screen.type('x');
    expect((await screen.exited).code).toBe(0);
    expect(screen.history()).toEqual(['ai-chat: nothing was found']);
  });

  it('ends with the pager, though there may be more to find', async () => {
    // Each match is shown in three lines: behind the last but one, all that is found before the key is in the pager.
    const screen = open(['search', 'lisbon'], { PAGER: `head -n ${3 * COUNT - 1} | tail -n 1` });
    expect((await screen.exited).code).toBe(0);
    expect(screen.history()).toEqual([expect.stringMatching(/^ {2}Lisbon, day \d+$/)]);
  });
});
