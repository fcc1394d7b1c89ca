import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer, apiError, type Reply, status } from '../helpers/fake-server.ts';
import {
  answerAll,
  asked,
  config,
  configFile,
  ended,
  giveUp,
  KEY,
  KEY_QUESTION,
  KEYLESS,
  keyServer,
  leaveChat,
  localServers,
  models,
  open,
  QUESTION,
  TYPE_KEY,
  typedThrough,
} from '../helpers/first-run.ts';
import { CTRL_C, CTRL_D, ESCAPE } from '../helpers/keys.ts';
import { serve } from '../helpers/talk.ts';
import { keep } from './completion-world.ts';

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
    await typedThrough(screen, 'x9\u001b[A');
    screen.type('q');
    await screen.until(ended(2));
    expect(screen.raw).not.toContain('sk-');
    expect([server.connections, local.connections]).toEqual([0, 0]);
  });

  it.each([
    ['unmarked', `${KEY}\r`],
    ['marked, and its Enter behind that', `\u001b[200~${KEY}\u001b[201~\r`],
    ['of several lines', `k\rey\rq3\r`],
  ])('takes nothing of a paste for an answer: %s', async (_, paste) => {
    const screen = open(['chat'], KEYLESS);
    await asked(screen, QUESTION);
    await typedThrough(screen, paste);
    await giveUp(screen);
    expect(screen.raw).not.toContain(KEY_QUESTION);
    expect(screen.raw).not.toContain('sk-');
  });

  it.each([
    ['q', 'q', 2],
    ['Escape', ESCAPE, 2],
    ['Ctrl-D', CTRL_D, 2],
    ['Ctrl-C', CTRL_C, 130],
  ])('is left by %s', async (_, key, code) => {
    const screen = open(['chat', '--new'], KEYLESS);
    await answerAll(screen, [[QUESTION, key]]);
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
    await answerAll(screen, [
      [QUESTION, '\r'],
      [KEY_QUESTION, 'two words\r'],
    ]);
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
    await leaveChat(screen);
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
      await answerAll(screen, TYPE_KEY);
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
    const screen = open(['chat'], KEYLESS);
    for (const back of ['half a k\u001b', CTRL_D, '\r']) {
      await answerAll(screen, [
        [QUESTION, '1'],
        [KEY_QUESTION, back],
      ]);
    }
    await answerAll(screen, [
      [QUESTION, '1'],
      [KEY_QUESTION, `half${CTRL_C}`],
    ]);
    await screen.until(ended(130));
    expect(screen.raw).not.toContain('half');
  });

  it('looks around with the demo, whatever base URL was given', async () => {
    const screen = open(['chat', '--base-url', 'https://server.test/v1'], {});
    await answerAll(screen, [
      [QUESTION, '3'],
      ['You:', 'How do I set a key?\r'],
    ]);
    await screen.until('I am no language model');
    await leaveChat(screen);
  });

  it.each([
    ['standard input', '< /dev/null', 'no API key'],
    ['standard error', '2> said', ended(2)],
  ])('is no offer where %s is no terminal', async (_, redirection, shown) => {
    const screen = open(['chat'], KEYLESS, redirection);
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
    await answerAll(screen, [['You:', 'hi\r']]);
    await screen.until('the server refused the API key from the environment');
    await asked(screen, 'You:');
  });
});
