import { describe, expect, it } from 'vitest';
import { openChat, quit, say } from '../helpers/chat.ts';
import { type FakeServer, silence, status } from '../helpers/fake-server.ts';
import { models } from '../helpers/first-run.ts';
import { CTRL_C, CTRL_U, DOWN, ESCAPE } from '../helpers/keys.ts';
import { serve } from '../helpers/talk.ts';
import type { Condition, Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';
import { keep } from './completion-world.ts';

const MANY = ['text-embedding-3', 'big-model', 'small-model', 'tiny-7b'];

/** The rows below the one that the cursor stands in. */
const below = (screen: Screen) =>
  screen
    .lines()
    .slice(screen.cursor().row + 1)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is offered, which may be several in a row. */
const offered = (screen: Screen) => below(screen).flatMap((row) => row.split(/ +/));

/** The picker is there, and all of it: the cursor, which goes back to the query last, is there. */
const hasList = (screen: Screen) => {
  const { row, column } = screen.cursor();
  return column === 2 && (screen.lines()[row]?.includes('type to filter') ?? false);
};

/** Waits for the picker of models, or where there are no more than lines for the question. */
async function openList(screen: Screen, seen: Condition = () => hasList(screen)): Promise<void> {
  screen.type('/model\r');
  await screen.until(seen);
}
const openNumbers = (screen: Screen) => openList(screen, /^Number or name:$/m);

const askedFor = ({ requests }: FakeServer) => requests.map(({ method, path }) => `${method} ${path}`);

describe.skipIf(process.platform === 'win32')('/model without a name, on a terminal,', () => {
  it('lets one of what the server has be picked, the one in use first, and asks it once', async () => {
    const server = await serve(models(...MANY));
    const screen = await openChat({ ...server.env, OPENAI_MODEL: 'small-model' });
    await openList(screen);
    expect(below(screen)).toEqual([
      expect.stringMatching(/^> small-model +in use$/),
      'big-model',
      'tiny-7b',
      'text-embedding-3',
    ]);
    await say(screen, DOWN, 'the model is big-model');
    await openList(screen);
    screen.type('7b');
    await screen.until('1/4');
    await say(screen, '', 'the model is tiny-7b');
    screen.type('/model bgm\t');
    await screen.until('You: /model big-model');
    expect(askedFor(server)).toEqual(['GET /v1/models']);
  });

  it.each([
    ['Escape', ESCAPE],
    ['Ctrl-C', CTRL_C],
    ['Enter on the one in use', '\r'],
  ])('leaves it as it is at %s', async (_, keys) => {
    const server = await serve(models(...MANY));
    const screen = await openChat(server.env);
    await openList(screen);
    screen.type(keys);
    await screen.until('the model is gpt-4o-mini');
    await screen.until(atPrompt(screen));
    expect(screen.history().join()).not.toContain('big-model');
  });

  it.each([
    ['404', status(404), 'the server has nothing at /v1/models (404)'],
    ['a page', status(200, '<html>'), 'the server sent no list of models'],
    ['none', models(), 'it has none'],
  ])('says why the server tells none, and what to type, and asks it again: %s', async (_, reply, why) => {
    const server = await serve(reply);
    const screen = await openChat(server.env);
    // Of Tab nobody expects a word, and it leaves the server in peace.
    screen.type('/model \t');
    await screen.until('You: /model gpt-4o-mini');
    screen.type(CTRL_U);
    await screen.until(/^You:$/m);
    screen.type('/model \t');
    await screen.until('You: /model gpt-4o-mini');
    expect(askedFor(server)).toEqual(['GET /v1/models']);
    screen.type(`${CTRL_U}/model\r`);
    await screen.until('the model is gpt-4o-mini');
    const said = screen.history().join(' ');
    expect(said).toContain(
      `the server did not tell its models: ${why}; type /model NAME to change the model`,
    );
    expect(askedFor(server)).toHaveLength(2);
    server.setReplies(models(...MANY));
    await screen.until(atPrompt(screen));
    await openList(screen);
    expect(below(screen)).toHaveLength(MANY.length + 1);
  });

  it('doubts a name that is none of what the server has told, and takes it', async () => {
    const server = await serve(models('gpt-4o-mini', 'tiny-7b'));
    const screen = await openChat(server.env, [], { cols: 100 });
    // Nobody has asked the server yet.
    await say(screen, '/model nope', /^the model is nope$/m);
    screen.type('/model 7b\t');
    await screen.until('You: /model tiny-7b');
    screen.type(CTRL_U);
    await screen.until(atPrompt(screen));
    await say(
      screen,
      '/model noper',
      /^the model is noper, which is none of those that the server has told$/m,
    );
    await say(screen, '/model tiny-7b', /^the model is tiny-7b$/m);
  });

  it('doubts no model that answers by another form of its name, nor the one in use', async () => {
    const server = await serve(models('llama3.2:latest', 'qwen3:0.6b', 'gpt-5'));
    const screen = await openChat({ ...server.env, OPENAI_MODEL: 'unlisted' }, [], { cols: 100 });
    await openList(screen);
    screen.type(ESCAPE);
    await screen.until(/^the model is unlisted$/m);
    await screen.until(atPrompt(screen));
    for (const name of ['llama3.2', 'gpt-5:online']) {
      await say(screen, `/model ${name}`, new RegExp(`^the model is ${name}$`, 'm'));
    }
    await say(screen, '/model qwen3', /^the model is qwen3, which is none of those/m);
  });

  it('asks again a server that was silent when it was stopped', async () => {
    const server = await serve(silence, models(...MANY));
    const screen = await openChat(server.env);
    screen.type('/model\r');
    await screen.until('asking the server');
    screen.type(CTRL_C);
    await screen.until('the model is gpt-4o-mini');
    await screen.until(atPrompt(screen));
    expect(screen.history().join()).not.toContain('did not tell');
    await openList(screen);
    screen.type(ESCAPE);
    await screen.until(atPrompt(screen));
    await quit(screen);
    expect((await screen.exited).code).toBe(0);
  });

  it('asks for a number where the terminal can no more than lines', async () => {
    const server = await serve(models(...MANY));
    const screen = await openChat({ ...server.env, TERM: 'dumb' });
    screen.type('/model\r');
    await screen.until('Number or name:');
    expect(screen.history().slice(-3, -1)).toEqual(['  4  tiny-7b', '  5  text-embedding-3']);
    screen.type('4\r');
    await screen.until('the model is tiny-7b');
  });

  it('takes no number for a name that stands before no model, unless one is called that', async () => {
    const many = Array.from({ length: 25 }, (_, at) => `model-${String(at).padStart(2, '0')}`);
    const server = await serve(models(...many, '2026'));
    const screen = await openChat({ ...server.env, TERM: 'dumb' });
    screen.type('/model\r');
    await screen.until('and 7 more');
    await screen.until(/^Number or name:$/m);
    for (const refused of ['21', '0', '-1', '1.5']) {
      screen.type(`${refused}\r`);
      await screen.until(`there is no number ${refused} in this list`);
      await screen.until(/^Number or name:$/m);
    }
    screen.type('2026\r');
    await screen.until('the model is 2026');
    await openNumbers(screen);
    screen.type('20\r');
    await screen.until('the model is model-18');
    await openNumbers(screen);
    screen.type('unlisted\r');
    await screen.until('the model is unlisted');
    expect(screen.raw).not.toContain('\u001b');
  });

  it('takes no command for a name, unless a model is called that', async () => {
    const server = await serve(models('one', '/local', 'two'));
    const screen = await openChat({ ...server.env, TERM: 'dumb' });
    await openNumbers(screen);
    screen.type('/quit\r');
    await screen.until('there is no /quit in this list, and there is no model “/quit”');
    await screen.until(/^Number or name:$/m);
    screen.type('/local\r');
    await screen.until('the model is /local');
    await openNumbers(screen);
    screen.type('/models/mine.gguf\r');
    await screen.until('the model is /models/mine.gguf');
  });
});

describe.skipIf(process.platform === 'win32')('Tab behind /model', () => {
  it('offers what the server has, then the model that is set, then those used with this server', async () => {
    const server = await serve(models('listed-b', 'listed-a'));
    keep({ model: 'used-elsewhere', baseUrl: 'http://elsewhere.test/v1' });
    keep({ model: 'used-here', baseUrl: server.baseUrl });
    const screen = await openChat({ ...server.env, OPENAI_MODEL: 'set-here' });
    screen.type('/model e\t');
    await screen.until('used-here');
    expect(offered(screen)).toEqual(['listed-b', 'listed-a', 'set-here', 'used-here']);
  });

  it('lets go on who types while a silent server is asked, and asks it once', async () => {
    const server = await serve(silence);
    keep({ model: 'used-here', baseUrl: server.baseUrl });
    const screen = await openChat(server.env);
    screen.type('/model u\t');
    await server.request(0);
    screen.type('s');
    await screen.until('You: /model us');
    screen.type('\t');
    await screen.until('You: /model used-here');
    screen.type(`${CTRL_U}/model gpt\t`);
    await screen.until('You: /model gpt-4o-mini');
    expect(server.connections).toBe(1);
  });

  it('offers what the demo has', async () => {
    const screen = await openChat({}, ['--demo']);
    screen.type('/model manu\t');
    await screen.until('You: /model ai-chat-manual');
  });
});
