import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { lock } from '../helpers/other-ai-chat.ts';
import { run } from '../helpers/run.ts';
import { storedConversation } from '../helpers/talk.ts';
import { ended, openWindow } from '../helpers/window.ts';

const TIME = '2026-01-01T00:00:00.000Z';
const DOCUMENT = JSON.stringify(
  {
    version: 1,
    id: 'aaaa1111',
    name: 'trip',
    title: 'Where to?',
    kind: 'chat',
    model: 'tiny',
    baseUrl: 'http://localhost:1/v1',
    systemPrompt: '',
    createdAt: TIME,
    updatedAt: TIME,
    messages: [
      { id: 'q1', role: 'user', content: 'Where to?', createdAt: TIME },
      { id: 'a1', role: 'assistant', content: 'Lisboa é melhor', createdAt: TIME, replyTo: 'q1' },
    ],
  },
  null,
  2,
);
/** Ends in the midst of a character of the answer. */
const HALF = Buffer.from(DOCUMENT).subarray(0, Buffer.from(DOCUMENT).indexOf('é') + 1);

const folder = () => join(testHome().config, 'conversations');

beforeEach(() => mkdirSync(folder(), { recursive: true }));

describe('history check', () => {
  it('says that all is well', async () => {
    writeFileSync(join(folder(), 'aaaa1111.json'), DOCUMENT);
    await run(['history']);
    const { code, stdout, stderr } = await run(['history', 'check']);
    expect([code, stdout, stderr]).toEqual([0, '', 'ai-chat: 1 conversation, 2 messages\n']);
  });

  it('reports what is wrong in a line each, and says how to mend it', async () => {
    writeFileSync(join(folder(), 'aaaa1111.json'), HALF);
    const { code, stdout, stderr } = await run(['history', 'check']);
    expect([code, stdout]).toEqual([
      2,
      'damaged\tconversations/aaaa1111.json\topen\t1 message can be recovered\n',
    ]);
    expect(stderr).toContain('hint: mend it: `ai-chat history check --repair`');
    expect(readdirSync(folder())).toEqual(['aaaa1111.json']);
  });

  it('mends it, keeps what was damaged, and has nothing to say after that', async () => {
    writeFileSync(join(folder(), 'aaaa1111.json'), HALF);
    const repaired = await run(['history', 'check', '--repair', '--json']);
    expect(repaired.code).toBe(0);
    expect(JSON.parse(repaired.stdout)).toMatchObject({
      conversations: 1,
      messages: 1,
      findings: [{ problem: 'moved aside', state: 'mended', detail: '1 message recovered into aaaa1111' }],
    });
    expect(storedConversation()).toMatchObject({ name: 'trip', messages: [{ id: 'q1' }] });
    const aside = readdirSync(folder()).find((name) => name.includes('.recovered-')) ?? '';
    expect(readFileSync(join(folder(), aside))).toEqual(HALF);
    expect(await run(['history', 'check'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('promises no repair of what it can not recover, and says what to do about that', async () => {
    writeFileSync(join(folder(), 'abcd1234.json'), '{broken');
    for (const args of [[], ['--repair'], [], ['--repair', '--json']]) {
      const { code, stdout, stderr } = await run(['history', 'check', ...args]);
      const [name = '', ...others] = readdirSync(folder());
      expect([code, others]).toEqual([2, []]);
      expect(stdout).toContain('nothing in it can be recovered');
      expect(stderr).not.toContain('--repair');
      const path = join(folder(), name);
      expect(stderr).toContain(`hint: read what is left in it, then delete it: ${path}\n`);
      expect(readFileSync(path, 'utf8')).toBe('{broken');
    }
    for (const name of readdirSync(folder())) rmSync(join(folder(), name));
    expect(await run(['history', 'check'])).toMatchObject({ code: 0, stdout: '' });
  });

  it('keeps a path with a space in one piece', async () => {
    const config = join(testHome().cwd, 'a b');
    mkdirSync(join(config, 'conversations'), { recursive: true });
    writeFileSync(join(config, 'conversations', 'abcd1234.json'), '{broken');
    const { stderr } = await run(['history', 'check'], { env: { AI_CHAT_CONFIG_DIR: config } });
    expect(stderr).toContain(`delete it: \`${join(config, 'conversations', 'abcd1234.json')}\`\n`);
  });

  it('tells what a repair mends from what somebody has to read', async () => {
    writeFileSync(join(folder(), 'aaaa1111.json'), HALF);
    writeFileSync(join(folder(), 'bbbb1111.json'), '{broken');
    writeFileSync(join(folder(), 'cccc1111.json'), '{broken');
    const { stderr } = await run(['history', 'check']);
    expect(stderr.split('\n').slice(1)).toEqual([
      'ai-chat: warning: 1 problem not mended',
      'hint: mend it: `ai-chat history check --repair`',
      'ai-chat: warning: nothing can be recovered from 2 files',
      `hint: read what is left in them, then delete them: they are in ${folder()}`,
      '',
    ]);
  });

  it.each([
    [1, '1 file was written by a newer ai-chat'],
    [2, '2 files were written by a newer ai-chat'],
  ])('says what is for a newer version to recover: %i', async (count, what) => {
    for (let n = 1; n <= count; n++)
      writeFileSync(join(folder(), `aaaa${n}.json.damaged-20260102030405`), '{"version":2,"messages":{}}');
    const { stderr } = await run(['history', 'check']);
    expect(stderr.split('\n').slice(1)).toEqual([
      `ai-chat: warning: ${what}`,
      'hint: update this one: `npm install -g ai-chat`',
      '',
    ]);
  });

  it('gives scripts the same fields for each finding', async () => {
    writeFileSync(join(folder(), 'abcd1234.json'), '{broken');
    const { stdout } = await run(['history', 'check', '--json']);
    expect(JSON.parse(stdout).findings.map(Object.keys)).toEqual([['problem', 'file', 'detail', 'state']]);
  });

  describe.skipIf(process.platform === 'win32').each([40, 80])('in %i columns', (cols) => {
    it('shows each file whole, and breaks what is known of it at words', async () => {
      writeFileSync(join(folder(), 'aaaa1111.json'), HALF);
      writeFileSync(join(folder(), 'bbbb1111.json'), '{"version": 2}');
      writeFileSync(join(folder(), 'abcd1234.json'), '{broken');
      await ended(openWindow(['history', 'check', '--repair'], {}, { cols, rows: 40 }));
      for (const args of [[], ['--repair']]) {
        const shown = openWindow(['history', 'check', ...args], {}, { cols, rows: 40 });
        const { code, lines } = await ended(shown);
        expect(code).toBe(2);
        const aside = readdirSync(folder()).find((name) => name.includes('.damaged-')) ?? '';
        const between = cols === 40 ? '\r\n  ' : ' ';
        expect(shown.raw).toContain(`moved aside:\u001b[22m${between}conversations/${aside}\r\n`);
        expect(shown.raw).toContain(`\n${join(folder(), aside)}\r\n`);
        expect(lines).toContain('  nothing in it can be recovered');
        expect(shown.raw).toContain(`newer version:\u001b[22m${between}conversations/bbbb1111.json\r\n`);
        expect(lines).toContain('  update ai-chat to read it');
        expect(lines.join('')).not.toContain('…');
      }
    });
  });

  it.runIf(process.platform !== 'win32')('makes names safe to show', async () => {
    writeFileSync(join(folder(), '.\u001b]0;x\u0007.1.tmp'), '');
    const { code, stdout } = await run(['history', 'check']);
    expect([code, stdout]).toEqual([2, expect.stringContaining('␛]0;x␇')]);
  });
});

describe('history import', () => {
  it('recovers what is whole of a file that was cut in a character', async () => {
    const file = join(testHome().cwd, 'half.json');
    writeFileSync(file, HALF);
    const { code, stderr } = await run(['history', 'import', file]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('1 message that is whole was recovered')]);
    expect(storedConversation()).toMatchObject({ id: 'aaaa1111', name: 'trip', messages: [{ id: 'q1' }] });
  });
});

it('says that a conversation is damaged without waiting until another ai-chat is passed over', async () => {
  writeFileSync(join(folder(), 'cccc1111.json'), HALF);
  const store = lock('conversations');
  const { code, stderr } = await run(['history', 'show', 'cccc1111']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('damaged')]);
  // It would be gone had it been.
  store.goOn();
});
