import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer, apiError, silence, status } from '../helpers/fake-server.ts';
import {
  answerAll,
  asked,
  config,
  configFile,
  giveUp,
  KEY,
  leaveChat,
  localServers,
  models,
  open,
  QUESTION,
} from '../helpers/first-run.ts';
import { saidTo, serve, storedConversation } from '../helpers/talk.ts';

const KEEP_QUESTION = 'from now on, not just this once? [Y/n]';

const keyQuestion = ({ port }: { port: number }) => `API key for http://localhost:${port}:`;

describe.skipIf(process.platform === 'win32')('a server of this machine, in a chat without a key,', () => {
  it('finds the servers of this machine, and makes one of them the one in use', async () => {
    const evil = 'evil\u001b]0;owned\u0007\u202egpj';
    const ollama = await serve(models('nomic-embed-text', evil, 'llama3.2:3b'), answer('Hello.'));
    const page = await serve(status(200, '<html>'));
    const other = await serve(status(200, [{ id: 'm' }]));
    const second = await serve(models('m'));
    const env = localServers({ Ollama: ollama, 'LM Studio': second, 'llama.cpp': page, vLLM: other });
    const screen = open(['chat'], { ...env, OPENAI_BASE_URL: '' });
    await answerAll(screen, [[QUESTION, '2']]);
    await screen.until('q  back');
    await asked(screen, QUESTION);
    expect(screen.lines().filter((line) => / with \d/.test(line))).toEqual([
      `  1  Ollama at ${ollama.baseUrl}, with 3 models`,
      `  2  LM Studio at ${second.baseUrl}, with 1 model`,
    ]);
    screen.type('1');
    await screen.until('3  nomic-embed-text');
    await asked(screen, QUESTION);
    expect(screen.history()).toContain('  1  evil␛]0;owned␇<U+202E>gpj');
    screen.type('2');
    await answerAll(screen, [[KEEP_QUESTION, '\r']]);
    await asked(screen, 'You:');
    expect(screen.title).toBe('');
    expect(config()).toEqual({ baseUrl: ollama.baseUrl, model: 'llama3.2:3b' });
    screen.type('Hi\r');
    await screen.until('Hello.');
    await leaveChat(screen);
    expect(saidTo(ollama, 1).at(-1)).toBe('user: Hi');
    for (const server of [ollama, page, other, second]) {
      expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/models' });
      for (const { headers } of server.requests) expect(headers).not.toHaveProperty('authorization');
    }
  });

  it('uses a server of this machine just this once, with the model that is set', async () => {
    const server = await serve(models('other', 'mine'));
    const env = { ...localServers({ Ollama: server }), OPENAI_MODEL: 'mine' };
    const screen = open(['chat', '--base-url', 'https://server.test/v1'], env);
    await answerAll(screen, [[QUESTION, '2']]);
    await asked(screen, KEEP_QUESTION);
    expect(screen.history()).toContain(`found Ollama at ${server.baseUrl}, with 2 models`);
    server.setReplies(answer('Hello.'));
    screen.type('n');
    await answerAll(screen, [['You:', 'Hi\r']]);
    await screen.until('Hello.');
    await asked(screen, 'You:');
    expect(existsSync(configFile())).toBe(false);
    expect(storedConversation()).toMatchObject({ baseUrl: server.baseUrl, model: 'mine' });
  });

  it('says when there is no server, none in time, and none with a model', async () => {
    const empty = await serve(status(200, { object: 'list', data: null }));
    const late = await serve(silence);
    const nowhere = { baseUrl: 'http://127.0.0.1:1/v1' };
    const screen = open(['chat'], localServers({ Ollama: empty, vLLM: nowhere }));
    await answerAll(screen, [[QUESTION, '2']]);
    await screen.until(`Ollama at ${empty.baseUrl} has no model yet`);
    await asked(screen, QUESTION);
    expect(screen.history().join()).not.toContain('no server answers there');
    const patient = open(['chat'], localServers({ Ollama: late, vLLM: nowhere }, 50));
    await asked(patient, QUESTION);
    patient.type('2');
    await patient.until('no server answers there');
    await giveUp(patient);
  });

  it('is asked with the key that it wants, which is kept for it alone', async () => {
    const server = await serve(apiError(401, 'no key'), apiError(401, 'wrong'), models('other', 'small'));
    const screen = open(['chat'], { ...localServers({ 'LM Studio': server }), OPENAI_BASE_URL: '' });
    await answerAll(screen, [[QUESTION, '2']]);
    await screen.until(`found LM Studio at ${server.baseUrl}, which wants a key`);
    await answerAll(screen, [[keyQuestion(server), `${KEY}x\r`]]);
    await screen.until('the server refused the API key from the keyboard (401)');
    await asked(screen, keyQuestion(server));
    screen.paste(KEY);
    screen.type('\r');
    await screen.until('2  small');
    await answerAll(screen, [[QUESTION, '2']]);
    await asked(screen, KEEP_QUESTION);
    expect(existsSync(configFile())).toBe(false);
    server.setReplies(answer('Hello.'));
    screen.type('\r');
    await asked(screen, 'You:');
    const kept = { baseUrl: server.baseUrl, model: 'small', apiKey: KEY };
    expect(config()).toEqual({ ...kept, apiKeyServer: `http://localhost:${server.port}` });
    screen.type('Hi\r');
    await screen.until('Hello.');
    await leaveChat(screen);
    expect(server.requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([
      ['GET', undefined],
      ['GET', `Bearer ${KEY}x`],
      ['GET', `Bearer ${KEY}`],
      ['POST', `Bearer ${KEY}`],
    ]);
    expect(screen.raw).not.toContain('sk-');
  });

  it('is asked with the key that it wants just this once', async () => {
    const server = await serve(apiError(401, 'no key'), models('other', 'small'));
    const screen = open(['chat', '--base-url', 'https://server.test/v1'], localServers({ vLLM: server }));
    await answerAll(screen, [
      [QUESTION, '2'],
      [keyQuestion(server), `${KEY}\r`],
    ]);
    await screen.until('2  small');
    await answerAll(screen, [[QUESTION, '1']]);
    await asked(screen, KEEP_QUESTION);
    server.setReplies(answer('Hello.'), answer('Again.'));
    screen.type('n');
    await answerAll(screen, [['You:', 'Hi\r']]);
    await screen.until('Hello.');
    screen.type('/new\rHi\r');
    await screen.until('Again.');
    await leaveChat(screen);
    expect(existsSync(configFile())).toBe(false);
    expect(server.requests.slice(-2).map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ]);
  });

  it.each([
    ['403', apiError(403, 'no leave')],
    ['404', status(404)],
    ['a page', status(200, '<html>')],
  ])('is asked for the name of its model where it tells none: %s', async (_, reply) => {
    const server = await serve(apiError(401, 'no key'), reply);
    const env = { ...localServers({ vLLM: server }), OPENAI_BASE_URL: '' };
    const screen = open(['chat'], env);
    // Enter alone goes back.
    for (const name of ['\r', ' llama3.2 \r']) {
      server.setReplies(apiError(401, 'no key'), reply);
      await answerAll(screen, [
        [QUESTION, '2'],
        [keyQuestion(server), `${KEY}\r`],
        ['Keep it all the same? [Y/n]', '\r'],
        ['Name of the model:', name],
      ]);
    }
    await asked(screen, KEEP_QUESTION);
    expect(screen.history().join('')).toContain('Use vLLM with llama3.2 from now on');
    screen.type('\r');
    await asked(screen, 'You:');
    expect(config()).toMatchObject({ baseUrl: server.baseUrl, model: 'llama3.2' });
    expect(screen.history().join()).not.toContain('gpt-4o-mini');
  });

  it('is used with the model that is set where it tells none', async () => {
    const server = await serve(apiError(401, 'no key'), status(404));
    const screen = open(['chat'], {
      ...localServers({ vLLM: server }),
      OPENAI_BASE_URL: '',
      OPENAI_MODEL: 'mine',
    });
    await answerAll(screen, [
      [QUESTION, '2'],
      [keyQuestion(server), `${KEY}\r`],
      ['Keep it all the same? [Y/n]', '\r'],
    ]);
    await asked(screen, KEEP_QUESTION);
    expect(screen.history().join('')).toContain('Use vLLM with mine from now on');
  });

  it('lets one of many models be picked by letters of its name', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `model-${index}`);
    const server = await serve(models(...many, 'qwen3:8b', 'qwen3-embedding'));
    const screen = open(['chat'], { ...localServers({ Ollama: server }), OPENAI_BASE_URL: '' });
    for (const leave of ['\u001b', '']) {
      await answerAll(screen, [[QUESTION, '2']]);
      await screen.until('type to filter');
      screen.type(leave);
    }
    screen.type('qw');
    await screen.until(/^> qw {2}2\/32\n> qwen3:8b\n {2}qwen3-embedding$/m);
    screen.type('\r');
    await answerAll(screen, [[KEEP_QUESTION, '\r']]);
    await asked(screen, 'You:');
    expect(config()).toEqual({ baseUrl: server.baseUrl, model: 'qwen3:8b' });
  });
});
