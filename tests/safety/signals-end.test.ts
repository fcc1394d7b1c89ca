import { spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepThree, kept } from '../commands/picker-world.ts';
import { BINARY } from '../helpers/built.ts';
import { chunk, hold, sse } from '../helpers/fake-server.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_D, ESCAPE } from '../helpers/keys.ts';
import { start } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';
import { openScreen } from '../helpers/terminal-emulator.ts';
import { atPrompt, openBare, openScript } from '../helpers/window.ts';
import { endSane, openJob } from './job.ts';

const SIGINT = 2;

beforeEach(keepThree);

/** What is waited for, and then typed, in turn. */
type Step = readonly [when: string | typeof atPrompt, keys: string];

interface Phase {
  readonly args: readonly string[];
  readonly steps: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
}

/** At each of these Ctrl-C ends the command; bash asks how it ended before it goes on with its loop. */
const KILLED: Readonly<Record<string, Phase>> = {
  ask: { args: ['ask', '--no-save', 'hi'], steps: [['half an answer', CTRL_C]] },
  'a question': { args: ['history', 'clear'], steps: [['[y/N]', CTRL_C]] },
  'a question that is half answered': {
    args: ['history', 'clear'],
    steps: [
      ['[y/N]', 'y'],
      ['[y/N] y', CTRL_C],
    ],
  },
  'a question for a line': {
    args: ['config', 'set', 'model'],
    steps: [
      ['model (now gpt-4o-mini):', 'gpt'],
      ['model (now gpt-4o-mini): gpt', CTRL_C],
    ],
  },
  'a question with a line to begin with': {
    args: ['history', 'rename', 'aaaa1111'],
    steps: [
      ['New name:', 'trip'],
      ['New name: trip', CTRL_C],
    ],
  },
  'a hidden question': { args: ['config', 'set', 'apiKey'], steps: [['not shown', `sk-${CTRL_C}`]] },
  'a picker': { args: ['history', 'show'], steps: [['Walk and eat.', `lis${CTRL_C}`]] },
  'the picker of a chat': { args: ['chat', '--resume'], steps: [['Walk and eat.', CTRL_C]] },
  'a list to pick from': {
    args: ['history', 'show'],
    steps: [['Number, name or id:', CTRL_C]],
    env: { TERM: 'dumb' },
  },
  'the first run': {
    args: ['chat', '--new'],
    steps: [['Press a key', CTRL_C]],
    env: { OPENAI_BASE_URL: 'https://server.test/v1', OPENAI_API_KEY: '' },
  },
};

const LEFT: Readonly<Record<string, Phase>> = {
  'a picker, by Escape': { args: ['history', 'show'], steps: [['Walk and eat.', ESCAPE]] },
  'a picker, by Ctrl-D': { args: ['history', 'show'], steps: [['Walk and eat.', CTRL_D]] },
  'a chat, by its second Ctrl-C': {
    args: ['chat', '--new'],
    steps: [
      [atPrompt, CTRL_C],
      ['press Ctrl-C again', ''],
      [atPrompt, CTRL_C],
    ],
  },
};

async function endOf({ args, steps, env }: Phase) {
  const server = await serve(sse([chunk('half an answer'), hold]));
  const screen = openBare(args, { ...server.env, ...env });
  for (const [when, keys] of steps) {
    await screen.until(typeof when === 'string' ? when : when(screen));
    screen.type(keys);
  }
  const end = await screen.exited;
  expect(kept()).toBe(3);
  return end;
}

describe.skipIf(process.platform === 'win32')('a shell', () => {
  it.each(Object.entries(KILLED))('is told by the signal that Ctrl-C ended %s', async (_, phase) => {
    expect(await endOf(phase)).toEqual({ code: 130, signal: SIGINT });
  });

  it.each(Object.entries(LEFT))('is told by the code alone of what was left: %s', async (_, phase) => {
    expect(await endOf(phase)).toEqual({ code: 130, signal: undefined });
  });

  it('is told by the signal that SIGINT ended ask where there is no terminal', async () => {
    const server = await serve(sse([chunk('half an answer'), hold]));
    const asking = start(['ask', 'hi'], { env: server.env });
    await asking.until('stdout', 'half an answer');
    asking.kill('SIGINT');
    expect(await asking.result).toMatchObject({ code: 130, signal: 'SIGINT' });
  });

  it.skipIf(spawnSync('bash', ['--version']).status !== 0).each([
    ['ends', 'Ctrl-C', CTRL_C, false],
    ['goes on', 'Escape', ESCAPE, true],
  ])('%s with its script after %s at a picker', async (_, _key, key, goesOn) => {
    const loop = 'for n in 1 2; do "$NODE" "$BINARY" history show; echo behind $n; done';
    const env = { ...cleanEnv(), NODE: process.execPath, BINARY };
    const screen = openScreen('bash', ['-c', loop], { cwd: testHome().cwd, env });
    await screen.until('Walk and eat.');
    screen.type(key);
    if (goesOn) {
      await screen.until('behind 1');
      await screen.until('Walk and eat.');
      screen.type(key);
    }
    await screen.exited;
    expect(screen.history()).toEqual(goesOn ? ['behind 1', 'behind 2'] : []);
  });

  it('gets what was typed behind the answer to a question', async () => {
    const screen = openJob('run history clear; read -r line; echo "for the shell: $line"');
    await screen.until('[y/N]');
    screen.type('no\rnext command\r');
    await screen.until('for the shell: next command');
    await endSane(screen);
    expect(kept()).toBe(3);
  });

  it('takes nothing that was typed ahead of a question behind a picker for its answer', async () => {
    const screen = openScript('ai history delete');
    await screen.until('Walk and eat.');
    screen.type('\ry\r');
    await screen.until('what was typed too early is not taken for an answer');
    await screen.until('Delete it for good? [y/N]');
    screen.type('y\r');
    await screen.until('ai-chat: deleted ');
    expect(kept()).toBe(2);
  });
});
