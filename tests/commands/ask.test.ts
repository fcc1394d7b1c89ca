import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer, apiError, type Connection, chunk, DONE, event, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { testHome } from '../helpers/home.ts';
import { run, start, startCommand } from '../helpers/run.ts';
import { keyless, saidTo, serve, storedConversation } from '../helpers/talk.ts';

/** A step that sends `text` again and again, until the client goes. */
const endlessly =
  (text: string) =>
  async (connection: Connection): Promise<void> => {
    while (!connection.socket.destroyed) {
      await connection.write(event(chunk(text)));
      await new Promise(setImmediate);
    }
  };

const USAGE = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 };

describe('what is sent', () => {
  it('joins the words, and puts what is piped behind a blank line, byte for byte', async () => {
    const server = await serve(answer('ok'));
    const piped = '+ one\t1\r\n\n- zwei 月 🙂\n';
    const { code } = await run(['ask', 'review', 'this'], { env: keyless(server.env), input: piped });
    expect(code).toBe(0);
    expect(saidTo(server, 0)).toEqual([
      'system: You are a helpful assistant.',
      `user: review this\n\n${piped}`,
    ]);
    expect(server.requests[0]?.json).toMatchObject({
      model: 'gpt-4o-mini',
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(server.requests[0]?.json).not.toHaveProperty('temperature');
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('takes standard input as the question when there are no words', async () => {
    const server = await serve(answer('ok'));
    await run(['ask'], { env: server.env, input: 'How far is the moon?\n' });
    expect(saidTo(server, 0)[1]).toBe('user: How far is the moon?\n');
  });

  it('takes a dash alone as the name of standard input', async () => {
    const server = await serve(answer('ok'));
    await run(['ask', '-'], { env: server.env, input: 'How far is the moon?\n' });
    await run(['ask', '2', '-', '1'], { env: server.env, input: '' });
    expect([saidTo(server, 0)[1], saidTo(server, 1)[1]]).toEqual([
      'user: How far is the moon?\n',
      'user: 2 - 1',
    ]);
  });

  it('names the files it adds', async () => {
    const server = await serve(answer('ok'));
    writeFileSync(join(testHome().cwd, 'notes.md'), '# Notes\n```\ncode\n```\n');
    await run(['ask', '-f', 'notes.md', 'what is missing?'], { env: server.env });
    expect(saidTo(server, 0)[1]).toBe(
      'user: what is missing?\n\nnotes.md:\n````\n# Notes\n```\ncode\n```\n````',
    );
  });

  it('sends parameters that are set, and the key', async () => {
    const server = await serve(answer('ok'));
    const flags = ['-m', 'tiny', '-t', '0.5', '--max-tokens', '7', '--system', 'Be brief.'];
    await run(['ask', ...flags, 'hi'], { env: { ...server.env, OPENAI_API_KEY: ' sk-test \n' } });
    expect(server.requests[0]?.json).toMatchObject({ model: 'tiny', temperature: 0.5, max_tokens: 7 });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-test');
    expect(saidTo(server, 0)[0]).toBe('system: Be brief.');
  });

  it.each([
    ['no question at all', [], { input: '' }],
    ['blank words', ['  '], {}],
    ['a file that is not there', ['-f', 'nowhere.txt', 'hi'], {}],
    ['standard input as a file', ['-f', '-', 'hi'], { input: 'data' }],
    ['a dash with nothing behind it', ['-'], { input: '' }],
    ['a dash where standard input is not read', ['--no-stdin', '-'], { input: 'data' }],
    ['a folder as a file', ['-f', '.', 'hi'], {}],
    ['bytes that are not UTF-8', ['hi'], { input: new Uint8Array([0x68, 0xff]) }],
    ['two ways of naming a conversation', ['-s', 'x', '-c', 'hi'], {}],
    ['two formats', ['--json', '--jsonl', 'hi'], {}],
    ['an unknown flag', ['--jsn', 'hi'], {}],
    ['a bad number', ['-t', 'warm', 'hi'], {}],
    ['a bad name', ['-s', '../x', 'hi'], {}],
    ['a conversation to go on with when there is none', ['-c', 'hi'], {}],
    ['an output that is a folder', ['-o', '.', 'hi'], {}],
  ])('refuses %s, and asks nobody', async (_what, args, options) => {
    const server = await serve(answer('ok'));
    const { code, stdout, stderr } = await run(['ask', ...args], { env: server.env, ...options });
    expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
    expect([code, stdout, server.requests.length]).toEqual([2, '', 0]);
  });
});

describe('what is printed', () => {
  it.each([
    ['a newline is added', 'moon', 'moon\n'],
    ['a newline is not doubled', 'moon\n', 'moon\n'],
    [
      'bytes stay as they are',
      '\u001b[31mred\u001b[0m \u202e\tx\r\n',
      '\u001b[31mred\u001b[0m \u202e\tx\r\n',
    ],
  ])('%s', async (_what, text, printed) => {
    const server = await serve(answer(text, { pieces: [text] }));
    const { code, stdout, stderr } = await run(['ask', 'hi'], { env: server.env });
    expect([code, stdout, stderr]).toEqual([0, printed, '']);
  });

  it('writes each piece as it comes', async () => {
    const { waiting, goOn } = createGate();
    const server = await serve(
      sse([chunk('one '), waiting, chunk('two'), chunk({}, { finish: 'stop' }), DONE]),
    );
    const running = start(['ask', 'hi'], { env: server.env });
    await running.until('stdout', 'one ');
    goOn();
    expect((await running.result).stdout).toBe('one two\n');
  });

  it('joins a character whose halves come in two events', async () => {
    const server = await serve(
      sse([
        'data: {"choices":[{"delta":{"content":"a\\ud83d"}}]}\n\n',
        'data: {"choices":[{"delta":{"content":"\\ude42b"}}]}\n\n',
        DONE,
      ]),
    );
    const { code, stdout } = await run(['ask', 'hi'], { env: server.env });
    expect([code, stdout]).toEqual([0, 'a🙂b\n']);
    expect(storedConversation().messages[1]?.content).toBe('a🙂b');
  });

  it('prints one JSON object', async () => {
    const server = await serve(answer('to the moon', { usage: USAGE }));
    const { code, stdout } = await run(['ask', '--json', '-s', 'trip', 'hi'], { env: server.env });
    expect(code).toBe(0);
    const { id } = storedConversation();
    expect(JSON.parse(stdout)).toEqual({
      conversationId: id,
      name: 'trip',
      model: 'gpt-4o-mini',
      content: 'to the moon',
      reasoning: null,
      status: 'complete',
      finishReason: 'stop',
      usage: { promptTokens: 5, completionTokens: 3, totalTokens: 8 },
      firstTokenMs: expect.any(Number),
      durationMs: expect.any(Number),
    });
  });

  it('prints events as JSON lines, thoughts apart from the answer', async () => {
    const server = await serve(
      sse([chunk({ reasoning_content: 'hm' }), chunk('a'), chunk('b'), chunk({}, { finish: 'stop' }), DONE]),
    );
    const { stdout } = await run(['ask', '--jsonl', '--no-save', 'hi'], { env: server.env });
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.slice(0, -1)).toEqual([
      { type: 'start', conversationId: null, name: null, model: 'gpt-4o-mini' },
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
    expect(events.at(-1)).toEqual({
      type: 'end',
      conversationId: null,
      name: null,
      model: 'gpt-4o-mini',
      status: 'complete',
      finishReason: 'stop',
      usage: null,
      firstTokenMs: expect.any(Number),
      durationMs: expect.any(Number),
    });
    expect(existsSync(join(testHome().config, 'conversations'))).toBe(false);
  });

  it('ends JSON lines with the error when there was no answer', async () => {
    const server = await serve(apiError(401, 'wrong key'));
    const { code, stdout, stderr } = await run(['ask', '--jsonl', 'hi'], { env: server.env });
    expect(code).toBe(3);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toEqual({ type: 'error', code: 3, message: expect.stringContaining('key') });
    expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
  });

  it('writes the answer to a file, whole or not at all', async () => {
    const server = await serve(answer('first'), sse([chunk('half'), chunk({}, { finish: 'length' }), DONE]));
    const file = join(testHome().cwd, 'out.txt');
    const whole = await run(['ask', '-o', 'out.txt', 'hi'], { env: server.env });
    expect([whole.code, whole.stdout, readFileSync(file, 'utf8')]).toEqual([0, '', 'first\n']);
    const cut = await run(['ask', '-o', 'out.txt', 'hi'], { env: server.env });
    expect([cut.code, cut.stdout, readFileSync(file, 'utf8')]).toEqual([7, '', 'first\n']);
  });

  it.skipIf(process.platform === 'win32')('adds to what stdout leads to, however it is named', async () => {
    const server = await serve(answer('ok'));
    for (const name of ['-', '/dev/stdout']) {
      const script = ['sh', '-c', 'echo keep > log; "$@" >> log; cat log', 'sh', process.execPath, BINARY];
      const { result } = startCommand([...script, 'ask', '-o', name, 'hi'], { env: server.env });
      expect((await result).stdout).toBe('keep\nok\n');
    }
  });

  it.skipIf(process.platform !== 'linux')('says so when the file it was to write takes nothing', async () => {
    const server = await serve(answer('ok'));
    const { code, stderr } = await run(['ask', '-o', '/dev/full', 'hi'], { env: server.env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('/dev/full')]);
  });

  it('warns of an answer that was cut, though a `stop` comes behind it', async () => {
    const finishes = ['length', 'stop'].map((finish) => chunk({}, { finish }));
    const server = await serve(sse([chunk('half'), ...finishes, DONE]));
    const { code, stdout, stderr } = await run(['ask', 'hi'], { env: server.env });
    expect([code, stdout]).toEqual([7, 'half\n']);
    expect(stderr).toMatch(/^ai-chat: warning: .*length limit\nhint: .+\n$/);
  });

  it('names no conversation that is not kept', async () => {
    const server = await serve(answer('ok'));
    await run(['ask', '-s', 'base', 'one'], { env: server.env });
    const { stdout } = await run(['ask', '-c', '--no-save', '--json', 'two'], { env: server.env });
    expect(JSON.parse(stdout)).toMatchObject({ conversationId: null, content: 'ok' });
    expect(storedConversation().messages).toHaveLength(2);
  });

  it('ends silently when the reader goes away, and keeps what came', async () => {
    const server = await serve(sse([chunk('one\n'), endlessly('x'.repeat(1024))], { framing: 'close' }));
    const running = start(['ask', 'hi'], { env: server.env });
    await running.until('stdout', 'one');
    running.closeStdout();
    const { code, stderr } = await running.result;
    expect([code, stderr]).toEqual([0, '']);
    expect(storedConversation().messages[1]).toMatchObject({
      status: 'interrupted',
      content: expect.stringMatching(/^one\n/),
    });
  });
});

it('runs without a key, a server and a network', async () => {
  const { code, stdout, stderr } = await run(['ask', '--demo', 'What can you do?']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('no language model');
  expect(stdout).toContain('ai-chat chat');
});
