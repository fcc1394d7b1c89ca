import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answer, apiError, chunk, hold, sse } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { stopKeeping } from '../helpers/other-ai-chat.ts';
import { run, start } from '../helpers/run.ts';
import { saidTo, serve, storedConversation, storedConversations } from '../helpers/talk.ts';

it('takes each line as a message, and prints the answers alone', async () => {
  const server = await serve(answer('one'), answer('two'));
  const { code, stdout, stderr } = await run(['chat'], {
    env: server.env,
    input: 'hello\n\n//etc is a folder\n/quit\nnot sent\n',
  });
  expect([code, stdout, stderr]).toEqual([0, 'one\ntwo\n', '']);
  expect(saidTo(server, 1)).toEqual([
    'system: You are a helpful assistant.',
    'user: hello',
    'assistant: one',
    'user: /etc is a folder',
  ]);
  expect(server.requests).toHaveLength(2);
});

it('resumes the last chat of the server in use, with its model and system prompt', async () => {
  const server = await serve(answer('a'), answer('b'), answer('c'), answer('d'));
  const chat = (flags: string[], input: string) => run(['chat', ...flags], { env: server.env, input });
  await chat(['-m', 'tiny', '--system', 'Be brief.'], 'my name is Ada\n');
  await run(['ask', 'an unrelated question'], { env: server.env });
  await chat([], 'who am I?\n');
  expect(saidTo(server, 2)).toEqual([
    'system: Be brief.',
    'user: my name is Ada',
    'assistant: a',
    'user: who am I?',
  ]);
  expect(server.requests[2]?.json).toMatchObject({ model: 'tiny' });
  await chat(['--new'], 'who am I?\n');
  expect(saidTo(server, 3)).toEqual(['system: You are a helpful assistant.', 'user: who am I?']);
  expect(storedConversations()).toHaveLength(3);
});

it('keeps to the server it was held with, unless it is moved', async () => {
  const [here, there] = [await serve(answer('here')), await serve(answer('there'))];
  await run(['chat', '-s', 'trip'], { env: here.env, input: 'secret\n' });
  const refused = await run(['chat', '-s', 'trip'], { env: there.env, input: 'more\n' });
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('--base-url');
  const bare = await run(['chat'], { env: there.env, input: 'hello\n' });
  expect([bare.code, saidTo(there, 0)]).toEqual([0, ['system: You are a helpful assistant.', 'user: hello']]);
  const moved = await run(['chat', '-s', 'trip', '--base-url', there.baseUrl], { input: 'more\n' });
  expect([moved.code, saidTo(there, 1)[1]]).toEqual([0, 'user: secret']);
  expect((await run(['chat', '-s', 'trip', '--demo'], { input: 'more\n' })).code).toBe(2);
});

it('keeps what could not be kept when it was said with what follows', async () => {
  let disk: { goOn(): void } | undefined;
  const server = await serve(
    answer('One.'),
    (...all) => {
      disk = stopKeeping();
      return answer('Two.')(...all);
    },
    (...all) => {
      disk?.goOn();
      return answer('Three.')(...all);
    },
  );
  const { stderr } = await run(['chat'], { env: server.env, input: 'one\ntwo\nthree\n' });
  expect(stderr).toContain('this conversation is not saved');
  expect(storedConversation().messages.map(({ content }) => content)).toEqual([
    ...['one', 'One.', 'two', 'Two.', 'three', 'Three.'],
  ]);
});

it('says it again where keeping fails, works and fails again, and no more often', async () => {
  let disk: { goOn(): void } | undefined;
  const fails =
    (text: string) =>
    (...all: Parameters<ReturnType<typeof answer>>) => {
      disk = stopKeeping();
      return answer(text)(...all);
    };
  const works =
    (text: string) =>
    (...all: Parameters<ReturnType<typeof answer>>) => {
      disk?.goOn();
      return answer(text)(...all);
    };
  const server = await serve(fails('1'), answer('2'), works('3'), fails('4'), answer('5'));
  const { stderr } = await run(['chat'], { env: server.env, input: 'a\nb\nc\nd\ne\n' });
  expect(stderr.match(/this conversation is not saved/g)).toHaveLength(2);
});

it('goes on after an error, and ends with the last one', async () => {
  const server = await serve(
    apiError(429, 'slow down', { code: 'insufficient_quota' }),
    answer('ok'),
    answer('again'),
  );
  const { code, stdout, stderr } = await run(['chat'], {
    env: server.env,
    input: 'one\n/retyr\n/retry\ntwo\n',
  });
  expect(stdout).toBe('ok\nagain\n');
  expect(stderr.match(/ai-chat: error:/g)).toHaveLength(2);
  expect(stderr).toContain('did you mean /retry?');
  expect(code).toBe(2);
  expect(saidTo(server, 1).at(-1)).toBe('user: one');
  expect(storedConversation().messages.map(({ content }) => content)).toEqual(['one', 'ok', 'two', 'again']);
});

it('clears and takes back', async () => {
  const server = await serve(answer('a'), answer('b'), answer('c'));
  const script = ['/system Be brief.', 'one', '/clear', '/undo', 'two', '/undo', 'three', '/usage'];
  const { code, stderr } = await run(['chat'], { env: server.env, input: script.join('\n') });
  expect(code).toBe(0);
  expect(stderr).toContain('took back “two”');
  expect(saidTo(server, 2)).toEqual(['system: Be brief.', 'user: one', 'assistant: a', 'user: three']);
  await run(['chat'], { env: server.env, input: '/clear\n' });
  expect(storedConversation()).toMatchObject({ messages: [], systemPrompt: 'Be brief.' });
});

it('takes the system prompt away', async () => {
  const server = await serve(answer('one'), answer('two'));
  const script = ['/system Be brief.', 'first', '/system ""', 'second'];
  const { code, stderr } = await run(['chat'], { env: server.env, input: script.join('\n') });
  expect([code, stderr]).toEqual([0, expect.stringContaining('there is no system prompt')]);
  expect(saidTo(server, 0)[0]).toBe('system: Be brief.');
  expect(saidTo(server, 1)).toEqual(['user: first', 'assistant: one', 'user: second']);
});

it('has a command for a name, a model, files and other conversations', async () => {
  const server = await serve(answer('one\n'), answer('two'), answer('three'));
  writeFileSync(join(testHome().cwd, 'notes.txt'), 'a note');
  const script = [
    'first',
    '/rename trip',
    '/save out.txt',
    '/model tiny',
    '/file notes.txt',
    'second',
    '/new',
    'third',
    '/resume trip',
    '/model',
    '/history',
  ];
  const { code, stderr } = await run(['chat'], { env: server.env, input: script.join('\n') });
  expect([code, stderr]).toEqual([0, expect.stringContaining('the model is tiny')]);
  expect(readFileSync(join(testHome().cwd, 'out.txt'), 'utf8')).toBe('one\n');
  expect(server.requests[1]?.json).toMatchObject({ model: 'tiny' });
  expect(saidTo(server, 1).at(-1)).toBe('user: second\n\nnotes.txt:\n```\na note\n```');
  expect(saidTo(server, 2)).toHaveLength(2);
  expect(
    storedConversations()
      .map(({ name, kind }) => [name, kind])
      .sort(),
  ).toEqual([
    [null, 'chat'],
    ['trip', 'chat'],
  ]);
});

it('sends a file that was added twice once, as it is then, and none that was taken back', async () => {
  const server = await serve(answer('one'), answer('two'));
  const file = join(testHome().cwd, 'notes.txt');
  writeFileSync(file, 'a note');
  writeFileSync(join(testHome().cwd, 'key.txt'), 'a secret');
  const script = ['/file notes.txt', '/file ./notes.txt', '/file key.txt', '/undo', 'first', '/undo', 'next'];
  const { code, stderr } = await run(['chat'], { env: server.env, input: script.join('\n') });
  expect([code, stderr.split('\n')]).toEqual([
    0,
    expect.arrayContaining([
      'key.txt no longer goes with your next message',
      'took back “first notes.txt: ``` a note ```”',
    ]),
  ]);
  expect(saidTo(server, 0).at(-1)).toBe('user: first\n\nnotes.txt:\n```\na note\n```');
  expect(saidTo(server, 1).slice(1)).toEqual(['user: next']);
});

it.each(['/save', '/file'])('goes on after %s with a name that no file can have', async (command) => {
  const server = await serve(answer('one'), answer('two'));
  const { code, stderr } = await run(['chat'], { env: server.env, input: `hi\n${command} a\0b\nmore\n` });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/can't (read|write) \S*a.*b: /)]);
  expect(storedConversation().messages.map(({ content }) => content)).toEqual(['hi', 'one', 'more', 'two']);
});

it.each([
  ['an unknown model', 404, 'model_not_found', '/model chooses one that it has, then /retry asks again'],
  ['a refused key', 401, 'invalid_api_key', 'leave with Ctrl-D, then check the key'],
  [
    'too long a conversation',
    400,
    'context_length_exceeded',
    '/undo takes the question back, /new begins anew',
  ],
  [
    'too large a request',
    413,
    'request_too_large',
    '/undo takes the question back, so that you can send less',
  ],
])('says of %s what to type in the chat, and of no flag', async (_what, code, reason, hint) => {
  const server = await serve(apiError(code, 'No', { code: reason }));
  const { stderr } = await run(['chat'], { env: server.env, input: 'hi\n' });
  expect(stderr).toContain(hint);
  expect(stderr).not.toMatch(/hint: .*(?:--|-s)/);
});

it('changes by its flags the conversation they were given for, and no other', async () => {
  const server = await serve(answer('one'), answer('two'));
  await run(['chat', '-s', 'base', '-m', 'tiny'], { env: server.env, input: 'hi\n' });
  await run(['chat', '--new', '-m', 'huge'], { env: server.env, input: '/resume base\nagain\n' });
  expect(server.requests[1]?.json).toMatchObject({ model: 'tiny' });
  expect(storedConversation()).toMatchObject({ name: 'base', model: 'tiny' });
});

it('refuses what stands behind a command that takes nothing', async () => {
  const server = await serve(answer('one'));
  const { code, stderr } = await run(['chat'], { env: server.env, input: 'hi\n/clear other\n' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('/clear takes nothing')]);
  expect(storedConversation().messages).toHaveLength(2);
});

it('leaves no trace with --no-save', async () => {
  const server = await serve(answer('a'));
  await run(['chat', '--no-save'], { env: server.env, input: 'one\ntwo\n' });
  expect(saidTo(server, 1)).toContain('assistant: a');
  expect(() => storedConversations()).toThrow('ENOENT');
});

it.skipIf(process.platform === 'win32')('keeps what came when it is interrupted', async () => {
  const server = await serve(sse([chunk('partial'), hold]));
  const running = start(['chat'], { env: server.env, input: 'one\ntwo\n' });
  await running.until('stdout', 'partial');
  running.kill('SIGINT');
  expect((await running.result).code).toBe(130);
  expect(storedConversation().messages[1]).toMatchObject({ content: 'partial', status: 'interrupted' });
  expect(server.requests).toHaveLength(1);
});

it.each([
  ['a conversation that is not there', ['--resume', 'nowhere']],
  ['one to go on with when there is none', ['-c']],
  ['a list to choose from without a terminal', ['--resume']],
  ['--new and another conversation', ['--new', '-s', 'x']],
  ['a bad name', ['-s', '🙂']],
])('refuses %s', async (_what, flags) => {
  const server = await serve(answer('ok'));
  const { code, stderr } = await run(['chat', ...flags], { env: server.env, input: 'hi\n' });
  expect([code, server.requests.length]).toEqual([2, 0]);
  expect(stderr).toMatch(/^ai-chat: error: .+\nhint: .+\n$/);
});
