import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, apiError, chunk, cut, DONE, hold, silence, sse } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { keepConversation } from '../helpers/keep.ts';
import { stopKeeping } from '../helpers/other-ai-chat.ts';
import { run, start } from '../helpers/run.ts';
import { saidTo, serve, storedConversation, storedConversations } from '../helpers/talk.ts';

describe('what is kept', () => {
  it('is on disk before it is sent, and readable by the user alone', async () => {
    const server = await serve(silence);
    const running = start(['ask', 'a question'], { env: server.env });
    await server.request(0);
    expect(storedConversation()).toMatchObject({
      version: 1,
      kind: 'ask',
      title: 'a question',
      messages: [{ role: 'user', content: 'a question' }],
    });
    running.kill('SIGKILL');
    if (process.platform === 'win32') return;
    const { config } = testHome();
    expect(statSync(join(config, 'conversations')).mode & 0o777).toBe(0o700);
    expect(statSync(join(config, 'conversations', `${storedConversation().id}.json`)).mode & 0o777).toBe(
      0o600,
    );
  });

  it('holds the answer up to the last second when it is killed in the middle', async () => {
    const server = await serve(sse([chunk('so far'), hold]));
    const running = start(['ask', 'hi'], { env: server.env });
    await running.until('stdout', 'so far');
    const path = join(testHome().config, 'conversations', `${storedConversation().id}.json`);
    await expect.poll(() => readFileSync(path, 'utf8'), { timeout: 5000 }).toContain('so far');
    running.kill('SIGKILL');
    await running.result;
    expect(storedConversation().messages[1]).toMatchObject({ content: 'so far', status: 'incomplete' });
  });

  it('goes on with a named conversation, and with the last one', async () => {
    const server = await serve(answer('Lisbon'), answer('umbrella'), answer('yes'));
    for (const args of [
      ['-s', 'trip', 'where?'],
      ['-s', 'trip', 'rain?'],
      ['-c', 'sure?'],
    ]) {
      expect((await run(['ask', ...args], { env: server.env })).code).toBe(0);
    }
    expect(saidTo(server, 2).slice(1)).toEqual([
      'user: where?',
      'assistant: Lisbon',
      'user: rain?',
      'assistant: umbrella',
      'user: sure?',
    ]);
    expect(storedConversation().messages).toHaveLength(6);
  });

  it.each([
    ['the connection breaks', sse([chunk('so far'), cut])],
    ['it is cut at the limit', sse([chunk('so far'), chunk({}, { finish: 'length' }), DONE])],
  ])('says how an answer goes on of which a part is kept, when %s', async (_, part) => {
    const { env } = await serve(part, part);
    const kept = await run(['ask', 'hi'], { env });
    expect([kept.code, kept.stderr]).toEqual([7, expect.stringContaining('`ai-chat ask -c "Go on"`')]);
    const lost = await run(['ask', '--no-save', 'hi'], { env });
    expect([lost.code, lost.stderr]).toEqual([7, expect.stringMatching(/^hint: (?!.*(?:kept|-c))/m)]);
  });

  it.each([
    ['ask', ['hi']],
    ['chat', []],
  ])(
    'says at %s -c that there is nothing to go on with, and where there is another server, that',
    async (command, words) => {
      const { env } = await serve(answer('ok'));
      const goOn = () => run([command, '-c', ...words], { env });
      expect((await goOn()).stderr).toMatch(/^hint: leave out --continue to begin one$/m);
      keepConversation({ id: 'elsewhere001', baseUrl: 'https://other.example/v1' });
      expect((await goOn()).stderr).toMatch(/^hint: .+`ai-chat history` for those held with other servers$/m);
    },
  );

  it('keeps a conversation of its own for each other question', async () => {
    const server = await serve(answer('a'), answer('b'));
    await run(['ask', 'one'], { env: server.env });
    await run(['ask', 'two'], { env: server.env });
    expect(saidTo(server, 1)).toHaveLength(2);
    expect(storedConversations()).toHaveLength(2);
  });

  it('leaves an unanswered question out of later requests', async () => {
    const server = await serve(apiError(400, 'no'), answer('ok'));
    expect((await run(['ask', '-s', 'x', 'bad'], { env: server.env })).code).toBe(4);
    expect((await run(['ask', '-s', 'x', 'good'], { env: server.env })).code).toBe(0);
    expect(saidTo(server, 1).slice(1)).toEqual(['user: good']);
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['bad', 'good', 'ok']);
  });

  it('answers, and warns, where nothing can be kept', async () => {
    const server = await serve(answer('ok'));
    const { config } = testHome();
    writeFileSync(config, 'a file where the folder should be', { mode: 0o600 });
    const { code, stdout, stderr } = await run(['ask', 'hi'], { env: server.env });
    expect([code, stdout]).toEqual([0, 'ok\n']);
    expect(stderr).toMatch(/^ai-chat: warning: this conversation is not saved: .+\n(hint: .+\n)?$/);
  });

  it('does not say that a part is kept which is not', async () => {
    const { env } = await serve(answer('ok'), sse([chunk('so far'), () => stopKeeping(), cut]));
    await run(['ask', '-s', 'trip', 'hi'], { env });
    const { code, stderr } = await run(['ask', '-s', 'trip', 'and?'], { env });
    expect([code, stderr]).toEqual([7, expect.stringContaining('this conversation is not saved')]);
    expect(stderr).not.toMatch(/what came is kept|ask -c/);
  });

  it('lets 20 at once make one conversation and loses nothing, kills among them', async () => {
    const server = await serve((connection, request) => {
      const isDoomed = JSON.stringify(request.json).includes('doomed');
      return (isDoomed ? sse([chunk('half'), hold]) : answer('ok'))(connection, request);
    });
    const names = Array.from({ length: 20 }, (_, at) => (at % 5 === 0 ? `doomed${at}` : `q${at}`));
    const results = await Promise.all(
      names.map(async (question) => {
        const running = start(['ask', '-s', 'x', question], { env: server.env });
        if (question.startsWith('doomed')) {
          await running.until('stdout', 'half');
          running.kill('SIGKILL');
        }
        return running.result;
      }),
    );
    expect(results.map(({ code }) => code)).toEqual(names.map((_, at) => (at % 5 === 0 ? null : 0)));
    const { messages } = storedConversation();
    const questions = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
    expect(questions.sort()).toEqual([...names].sort());
    expect(messages.filter(({ content }) => content === 'ok')).toHaveLength(16);
    expect((await run(['ask', '-s', 'x', 'one more'], { env: server.env })).code).toBe(0);
    const { config } = testHome();
    expect(readdirSync(config, { recursive: true }).filter((name) => /lock|tmp/.test(String(name)))).toEqual(
      [],
    );
  });
});

describe('interruptions', () => {
  it.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s in mid-stream keeps what came and ends with %i', async (signal, expected) => {
    const server = await serve(sse([chunk('partial'), hold]));
    const running = start(['ask', 'hi'], { env: server.env });
    await running.until('stdout', 'partial');
    running.kill(signal);
    const { code, stdout } = await running.result;
    expect([code, stdout]).toEqual([expected, 'partial\n']);
    expect(storedConversation().messages[1]).toMatchObject({ content: 'partial', status: 'interrupted' });
  });

  it.skipIf(process.platform === 'win32')('Ctrl-C before anything came ends at once', async () => {
    const server = await serve(silence);
    const running = start(['ask', 'hi'], { env: server.env });
    await server.request(0);
    running.kill('SIGINT');
    const { code, stdout } = await running.result;
    expect([code, stdout]).toEqual([130, '']);
  });

  it.skipIf(process.platform === 'win32')(
    'Ctrl-C while it waits for standard input, which it says',
    async () => {
      const server = await serve(answer('ok'));
      const running = start(['ask', 'hi'], { env: server.env, stdin: 'open' });
      await running.until('stderr', '--no-stdin');
      running.kill('SIGINT');
      expect((await running.result).code).toBe(130);
      expect(server.requests).toHaveLength(0);
      expect((await run(['ask', '--no-stdin', 'hi'], { env: server.env, stdin: 'open' })).code).toBe(0);
    },
  );
});
