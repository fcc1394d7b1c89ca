import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { answer, status } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_G, CTRL_R, UP } from '../helpers/keys.ts';
import { serve } from '../helpers/talk.ts';
import { atPrompt, openScript, openWindow } from '../helpers/window.ts';
import { ALL_LINES, ATTACKS } from './attacks.ts';
import { endUntouched, expectShown } from './witness.ts';

const ALL = Object.values(ATTACKS).join(' ');
const LINES = ALL_LINES.join('\n\n');
const ID = 'k3v9aaaaaaaa';
/** So wide that nothing is cut: what is not shown can't be counted. */
const WIDE = { cols: 20_000 };

/** A conversation that somebody else has made: every field that holds a text holds all attacks. */
function storeHostileConversation(baseUrl = 'http://127.0.0.1:1/v1'): void {
  const time = '2026-01-02T03:04:05.000Z';
  const message = { createdAt: time, [ALL]: ALL };
  const conversation = {
    version: 1,
    id: ALL,
    name: ALL,
    title: ALL,
    kind: 'chat',
    model: ALL,
    baseUrl,
    systemPrompt: LINES,
    createdAt: ALL,
    updatedAt: time,
    messages: [
      { ...message, id: 'm1', role: 'user', content: LINES },
      {
        ...message,
        id: 'm2',
        role: 'assistant',
        content: LINES,
        replyTo: 'm1',
        model: ALL,
        status: 'incomplete',
        finishReason: ALL,
        reasoning: LINES,
      },
    ],
    [ALL]: ALL,
  };
  const folder = join(testHome().config, 'conversations');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, `${ID}.json`), JSON.stringify(conversation));
}

/** A command that shows it, and how often all attacks are to be seen. */
const COMMANDS: readonly (readonly [command: string, times: number])[] = [
  ['history', 2],
  ['history list -n 0', 2],
  [`history show ${ID}`, 7],
  [`history show ${ID} --markdown=always`, 7],
  [`history show ${ID} --no-markdown`, 7],
  ['history show last --no-color', 7],
  ['history search owned', 40],
  [`history export ${ID}`, 7],
  [`history export ${ID} -o -`, 7],
  [`history export ${ID} -o /dev/stdout`, 7],
  [`history export ${ID} -o /dev/tty`, 7],
];

describe.skipIf(process.platform === 'win32')('a stored conversation, on a terminal', () => {
  beforeEach(() => storeHostileConversation());

  it.each(COMMANDS)('`%s` shows it, and nothing happens', async (command, times) => {
    // A pager that gives the terminal what it is given.
    const screen = openScript(`ai ${command}`, { PAGER: 'cat -' }, WIDE);
    const { code, text } = await endUntouched(screen);
    expect(code).toBe(0);
    if (!command.includes('search')) expectShown(text, ALL, times);
    else expect(text.split('owned').length).toBeGreaterThan(times);
  });

  it.each([
    'history list --json',
    'history search owned --json',
    `history show ${ID} --json`,
    `history export ${ID} --format json`,
  ])('`%s` says it in escapes', async (command) => {
    const screen = openScript(`ai ${command}`, {}, WIDE);
    const { code, text } = await endUntouched(screen);
    expect(code).toBe(0);
    const shown: unknown = JSON.parse(text);
    expect(JSON.stringify(shown)).toContain(JSON.stringify(ALL).slice(1, -1));
  });

  it.each([
    `history rename ${ID} good`,
    `history rename ${ID} "$ALL"`,
    `history delete "$ALL"`,
    `history delete ${ID}`,
    `history export ${ID} -o "$ALL/x"`,
    `history import "$ALL"`,
    `history import "$FILE"`,
    `ask -s "$ALL" hi`,
    `ask -c hi`,
    `chat --resume "$ALL"`,
    `completion bash ai-chat history show ''`,
    `completion fish ai-chat history show ''`,
    `completion zsh ai-chat history show ''`,
    `completion bash ai-chat chat -s ''`,
  ])('`%s` does nothing to the terminal', async (command) => {
    const FILE = join(testHome().home, 'other.json');
    const other = { version: 1, messages: [{ role: 'user', content: LINES }], name: ALL, title: ALL };
    writeFileSync(FILE, JSON.stringify(other));
    const screen = openScript(`ai ${command}`, { ALL, FILE }, WIDE);
    const { code } = await endUntouched(screen);
    expect(code).not.toBe(1);
  });

  it('a damaged one, one of a newer version and one that others can read are told of', async () => {
    const folder = join(testHome().config, 'conversations');
    writeFileSync(join(folder, 'damaged00000.json'), `{"version":1,"name":"${ALL}`);
    writeFileSync(join(folder, 'newer0000000.json'), JSON.stringify({ version: 2, name: ALL }));
    writeFileSync(join(folder, `${ALL.replaceAll('/', '').slice(0, 80)}.json`), '{}');
    const screen = openScript('ai history; ai history show newer0000000; ai ask -s "$ALL" hi', { ALL });
    await endUntouched(screen);
  });

  it('a chat resumes it, shows it, and takes nothing from the terminal for typed', async () => {
    const server = await serve(status(200, { object: 'list', data: ['tiny', ALL].map((id) => ({ id })) }));
    storeHostileConversation(server.baseUrl);
    writeFileSync(join(testHome().config, 'input-history.jsonl'), `${JSON.stringify(`typed\n${ALL}`)}\n`);
    const screen = openWindow(['chat', '-r'], server.env, { cols: 500, rows: 50 });
    await screen.until('type to filter');
    screen.type('\r');
    await screen.until(atPrompt(screen));
    // What was typed once is shown again, and found.
    screen.type(UP);
    await screen.until('You: typed');
    screen.type(CTRL_C);
    await screen.until(atPrompt(screen));
    screen.type(`${CTRL_R}owned`);
    await screen.until(/owned.*: typed/s);
    screen.type(CTRL_G);
    await screen.until(atPrompt(screen));
    for (const command of ['/history', '/model', '/system', '/usage', '/undo', '/resume']) {
      screen.type(`${command}\r`);
      await screen.until(() => screen.history().includes(`You: ${command}`));
      if (command === '/resume' || command === '/model') {
        await screen.until('type to filter');
        screen.type('\r');
      }
      await screen.until(atPrompt(screen));
    }
    screen.type('/quit\r');
    const { code } = await endUntouched(screen);
    expect(code).toBe(0);
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/models']);
  });

  it('a paste that is full of it is shown, and sent as it was', async () => {
    const server = await serve(answer('fine'));
    const screen = openWindow(['chat', '--new'], server.env, { cols: 100, rows: 200 });
    await screen.until(atPrompt(screen));
    screen.paste(LINES.replaceAll('\r', ''));
    await screen.until('a text in tags');
    screen.type('\r');
    await screen.until('fine');
    await screen.until(atPrompt(screen));
    screen.type('/quit\r');
    const { code } = await endUntouched(screen);
    expect(code).toBe(0);
    expect(server.requests[0]?.json?.messages?.[1]?.content).toBe(LINES.replaceAll('\r', ''));
  });
});
