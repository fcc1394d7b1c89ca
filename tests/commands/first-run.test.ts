import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, apiError, type Reply, silence, status } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { saidTo, serve, storedConversation } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';
import { keep } from './completion-world.ts';
import { ended, keyServer, localServers, models, open, signal } from './first-run-world.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const ESCAPE = '\u001b';
const KEY = 'sk-typed-0123456789abcdefghij';
const QUESTION = 'Press a key (Enter is 1):';
const KEY_QUESTION = 'API key for https://server.test:';
const KEEP_QUESTION = 'from now on, not just this once? [Y/n]';

const configFile = () => join(testHome().config, 'config.json');
const config = () => JSON.parse(readFileSync(configFile(), 'utf8')) as Record<string, unknown>;

/** Resolves when the cursor stands behind `question`. */
const asked = (screen: Screen, question: string) =>
  screen.until(() => (screen.lines()[screen.cursor().row] ?? '').endsWith(question.trimEnd()));

describe.skipIf(process.platform === 'win32')('a chat without a key, on a terminal,', () => {
  it('shows what there is, and sends nothing before something is chosen', async () => {
    const server = await keyServer(models('m'));
    const local = await serve(models('m'));
    const screen = open(['chat'], { ...server.env, ...localServers({ Ollama: local }) });
    await asked(screen, QUESTION);
    expect(screen.lines().slice(0, 8)).toEqual([
      'There is no API key for https://server.test yet. What would you like to do?',
      '',
      '  1  enter a key for https://server.test',
      '  2  use a server on this computer (Ollama)',
      '  3  look around with --demo: no key, no network, no language model',
      '  q  leave',
      '',
      QUESTION,
    ]);
    screen.paste(KEY);
    screen.type('x9\u001b[Aq');
    await screen.until(ended(2));
    expect(screen.raw).not.toContain('sk-');
    expect([server.connections, local.connections]).toEqual([0, 0]);
  });

  it.each([
    ['q', 'q', 2],
    ['Escape', ESCAPE, 2],
    ['Ctrl-D', CTRL_D, 2],
    ['Ctrl-C', CTRL_C, 130],
  ])('is left by %s', async (_, key, code) => {
    const screen = open(['chat', '--new'], { OPENAI_BASE_URL: 'https://server.test/v1' });
    await asked(screen, QUESTION);
    screen.type(key);
    await screen.until(ended(code));
    const error = 'ai-chat: error: no API key for https://server.test';
    expect(screen.history().includes(error)).toBe(code === 2);
    expect([screen.bracketedPaste, screen.cursorVisible]).toEqual([false, true]);
    expect(existsSync(configFile())).toBe(false);
  });

  it('takes a key that the server takes, and keeps it for its owner alone', async () => {
    const refusal = apiError(401, `Incorrect API key provided: ${KEY}x.`);
    const server = await keyServer(refusal, models('m'), answer('Hello.'));
    const screen = open(['chat'], server.env);
    await asked(screen, QUESTION);
    screen.type('\r');
    await asked(screen, KEY_QUESTION);
    screen.type('two words\r');
    await screen.until('must be printable ASCII');
    await asked(screen, KEY_QUESTION);
    screen.paste(`${KEY}x`);
    screen.type('\r');
    await screen.until('the server refused the API key from the keyboard (401)');
    await asked(screen, KEY_QUESTION);
    screen.paste(KEY);
    screen.type('\r');
    await asked(screen, 'You:');
    expect(config()).toMatchObject({ apiKey: KEY, apiKeyServer: 'https://server.test' });
    expect(statSync(configFile()).mode & 0o777).toBe(0o600);
    screen.type('Hi\r');
    await screen.until('Hello.');
    await asked(screen, 'You:');
    screen.type(CTRL_D);
    await screen.until(ended(0));
    expect(server.requests.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual(
      [
        ['GET', '/v1/models', `Bearer ${KEY}x`],
        ['GET', '/v1/models', `Bearer ${KEY}`],
        ['POST', '/v1/chat/completions', `Bearer ${KEY}`],
      ],
    );
    expect(screen.raw).not.toContain('sk-');
  });

  it.each<[string, Reply, string]>([
    ['403', apiError(403, 'no leave'), 'the server does not let this key list its models (403): no leave'],
    ['404', status(404), 'the server has nothing at /v1/models (404)'],
    ['405', status(405), 'the server refused the request (405)'],
    ['503', status(503, 'busy'), 'the server failed (503): busy'],
    ['a page', status(200, '<html>'), 'the server sent no list of models'],
    ['a break', (connection) => connection.end(), 'server.test:443 closed the connection'],
  ])('keeps a key that could not be checked unless told not to: %s', async (_, reply, said) => {
    const server = await keyServer(reply);
    const screen = open(['chat'], server.env);
    for (const keys of ['n', '\r']) {
      await asked(screen, QUESTION);
      screen.type('1');
      await asked(screen, KEY_QUESTION);
      screen.type(`${KEY}\r`);
      await asked(screen, 'Keep it all the same? [Y/n]');
      expect(existsSync(configFile())).toBe(false);
      screen.type(keys);
    }
    await asked(screen, 'You:');
    // It may go on in the next row.
    const shown = screen.history().join('');
    expect(shown.replaceAll(' ', '')).toContain(`couldnotbechecked:${said.replaceAll(' ', '')}`);
    expect(shown).not.toContain('refused the API key');
    expect(config()).toMatchObject({ apiKey: KEY, apiKeyServer: 'https://server.test' });
    screen.type(CTRL_D);
    await screen.until(ended(0));
  });

  it('goes back from the question for the key, and is left there by Ctrl-C', async () => {
    const screen = open(['chat'], { OPENAI_BASE_URL: 'https://server.test/v1' });
    for (const back of ['half a k\u001b', CTRL_D, '\r']) {
      await asked(screen, QUESTION);
      screen.type('1');
      await asked(screen, KEY_QUESTION);
      screen.type(back);
    }
    await asked(screen, QUESTION);
    screen.type('1');
    await asked(screen, KEY_QUESTION);
    screen.type(`half${CTRL_C}`);
    await screen.until(ended(130));
    expect(screen.raw).not.toContain('half');
  });

  it('can be interrupted while a server is asked', async () => {
    const server = await keyServer(silence);
    const screen = open(['chat'], server.env);
    await asked(screen, QUESTION);
    screen.type('1');
    await asked(screen, KEY_QUESTION);
    screen.type(`${KEY}\r`);
    await server.request(0);
    screen.type(CTRL_C);
    await screen.until(ended(130));
    expect(existsSync(configFile())).toBe(false);
  });

  it.each<[NodeJS.Signals, number]>([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('gives the terminal back at %s', async (name, code) => {
    const screen = open(['chat'], { OPENAI_BASE_URL: 'https://server.test/v1' });
    await asked(screen, QUESTION);
    signal(name);
    await screen.until(ended(code));
    expect(screen.bracketedPaste).toBe(false);
  });

  it('finds the servers of this machine, and makes one of them the one in use', async () => {
    const evil = 'evil\u001b]0;owned\u0007\u202egpj';
    const ollama = await serve(models('nomic-embed-text', evil, 'llama3.2:3b'), answer('Hello.'));
    const page = await serve(status(200, '<html>'));
    const other = await serve(status(200, [{ id: 'm' }]));
    const second = await serve(models('m'));
    const env = localServers({ Ollama: ollama, 'LM Studio': second, 'llama.cpp': page, vLLM: other });
    const screen = open(['chat'], { ...env, OPENAI_BASE_URL: '' });
    await asked(screen, QUESTION);
    screen.type('2');
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
    await asked(screen, KEEP_QUESTION);
    screen.type('\r');
    await asked(screen, 'You:');
    expect(screen.title).toBe('');
    expect(config()).toEqual({ baseUrl: ollama.baseUrl, model: 'llama3.2:3b' });
    screen.type('Hi\r');
    await screen.until('Hello.');
    await asked(screen, 'You:');
    screen.type(CTRL_D);
    await screen.until(ended(0));
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
    await asked(screen, QUESTION);
    screen.type('2');
    await asked(screen, KEEP_QUESTION);
    expect(screen.history()).toContain(`found Ollama at ${server.baseUrl}, with 2 models`);
    server.setReplies(answer('Hello.'));
    screen.type('n');
    await asked(screen, 'You:');
    screen.type('Hi\r');
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
    await asked(screen, QUESTION);
    screen.type('2');
    await screen.until(`Ollama at ${empty.baseUrl} has no model yet`);
    await asked(screen, QUESTION);
    expect(screen.history().join()).not.toContain('no server answers there without a key');
    const patient = open(['chat'], localServers({ Ollama: late, vLLM: nowhere }, 50));
    await asked(patient, QUESTION);
    patient.type('2');
    await patient.until('no server answers there without a key');
    await asked(patient, QUESTION);
    patient.type('q');
    await patient.until(ended(2));
  });

  it('looks around with the demo, whatever base URL was given', async () => {
    const screen = open(['chat', '--base-url', 'https://server.test/v1'], {});
    await asked(screen, QUESTION);
    screen.type('3');
    await asked(screen, 'You:');
    screen.type('How do I set a key?\r');
    await screen.until('I am no language model');
    await asked(screen, 'You:');
    screen.type(CTRL_D);
    await screen.until(ended(0));
  });

  it.each([
    ['standard input', '< /dev/null', 'no API key'],
    ['standard error', '2> said', ended(2)],
  ])('is no offer where %s is no terminal', async (_, redirection, shown) => {
    const screen = open(['chat'], { OPENAI_BASE_URL: 'https://server.test/v1' }, redirection);
    await screen.until(shown);
    await screen.until(ended(2));
    expect(screen.raw).not.toContain('q  leave');
  });

  it('is refused as ever for a conversation that has its server, and with a key that is refused', async () => {
    keep({ name: 'trip', baseUrl: 'https://server.test/v1' });
    const server = await keyServer(apiError(401, 'no'));
    for (const args of [
      ['chat', '-s', 'trip'],
      ['chat', '-r', 'trip'],
      ['chat', '-c'],
      ['ask', 'hi'],
    ]) {
      const screen = open(args, server.env);
      await screen.until(ended(2));
      expect(screen.history()[0]).toBe('ai-chat: error: no API key for https://server.test');
    }
    const screen = open(['chat', '--new'], { ...server.env, OPENAI_API_KEY: KEY });
    await asked(screen, 'You:');
    screen.type('hi\r');
    await screen.until('the server refused the API key from the environment');
    await asked(screen, 'You:');
  });
});
