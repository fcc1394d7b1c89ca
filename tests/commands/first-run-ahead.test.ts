import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { createGate } from '../helpers/gate.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_D } from '../helpers/keys.ts';
import { serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';

const TOO_EARLY = 'what was typed too early is not taken for an answer';

/** A reply that comes when it is told to. */
function held(reply: Reply): { readonly reply: Reply; goOn(): void } {
  const { waiting, goOn } = createGate();
  return { reply: (...all) => waiting.then(() => reply(...all)), goOn };
}

/** Types and pastes what could be a key, while nothing is asked; resolves when all of it has been read. */
async function typeEarly(screen: Screen): Promise<void> {
  screen.paste(KEY);
  await typedThrough(screen, `${KEY}\r`);
}

describe.skipIf(process.platform === 'win32')('a chat without a key, on a terminal,', () => {
  it('neither shows nor takes what is typed before the key is asked for', async () => {
    const screen = open(['chat'], KEYLESS);
    await asked(screen, QUESTION);
    screen.type(`\r${KEY}\r`);
    await screen.until(TOO_EARLY);
    await asked(screen, KEY_QUESTION);
    screen.type('\r');
    await giveUp(screen);
    expect(screen.raw).not.toContain('sk-');
    expect(existsSync(configFile())).toBe(false);
  });

  it('takes nothing for an answer that was typed before it began', async () => {
    const screen = open(['chat'], KEYLESS);
    screen.type('q');
    await screen.until(TOO_EARLY);
    await giveUp(screen);
  });

  it.each([
    ['refused', apiError(401, 'no'), KEY_QUESTION, CTRL_D],
    ['not checked', status(503), 'Keep it all the same? [Y/n]', 'n'],
  ])('neither shows nor takes what is typed while a key is checked: %s', async (_, reply, question, keys) => {
    const check = held(reply);
    const server = await keyServer(check.reply);
    const screen = open(['chat'], server.env);
    await answerAll(screen, TYPE_KEY);
    await server.request(0);
    await typeEarly(screen);
    check.goOn();
    await screen.until(TOO_EARLY);
    await answerAll(screen, [
      [question, keys],
      [QUESTION, 'q'],
    ]);
    await screen.until(ended(2));
    expect(server.requests).toHaveLength(1);
    expect(screen.raw).not.toContain('sk-');
    expect(existsSync(configFile())).toBe(false);
  });

  it('begins the chat with nothing that was typed while the key was checked', async () => {
    const check = held(models('m'));
    const server = await keyServer(check.reply, answer('Hello.'));
    const screen = open(['chat'], server.env);
    await answerAll(screen, TYPE_KEY);
    await server.request(0);
    await typeEarly(screen);
    check.goOn();
    await screen.until(TOO_EARLY);
    await leaveChat(screen);
    expect(screen.raw).not.toContain('sk-');
    expect(config()).toMatchObject({ apiKey: KEY });
    expect(server.requests).toHaveLength(1);
  });

  it('neither shows nor takes what is typed while servers are looked for', async () => {
    const list = held(models(...Array.from({ length: 20 }, (_, at) => `model-${at}`)));
    const server = await serve(list.reply);
    const screen = open(['chat'], { ...localServers({ Ollama: server }), OPENAI_BASE_URL: '' });
    await answerAll(screen, [[QUESTION, '2']]);
    await server.request(0);
    await typeEarly(screen);
    list.goOn();
    await screen.until(TOO_EARLY);
    await screen.until('type to filter');
    screen.type(CTRL_C);
    await screen.until(ended(130));
    expect(screen.raw).not.toContain('sk-');
  });

  it('begins the chat with what was typed behind the last answer, unechoed', async () => {
    const screen = open(['chat'], KEYLESS);
    await asked(screen, QUESTION);
    screen.type('3');
    await screen.until(`${QUESTION} 3`);
    screen.type('How do I set a key?\r');
    await screen.until('I am no language model');
    await leaveChat(screen);
    expect(screen.history().filter((row) => row.includes('How do I set a key?'))).toHaveLength(1);
  });

  it('leaves lines to a terminal that can do no more, once the chat begins', async () => {
    const screen = open(['chat'], { ...KEYLESS, TERM: 'dumb' });
    await answerAll(screen, [
      [QUESTION, '3'],
      ['You:', 'the first\rthe second\r'],
    ]);
    const answers = () => screen.raw.split('I am no language model').length - 1;
    await screen.until(() => answers() === 2);
    await asked(screen, 'You:');
    writeFileSync(join(testHome().cwd, 'notes.md'), 'mine');
    screen.type('/save notes.md\rnext message\r');
    await screen.until('“next message” is neither yes');
    await screen.until('nothing was written');
    await leaveChat(screen);
    expect(screen.raw).not.toContain('it stands in the next line');
    expect(screen.raw).toContain('the second');
    expect(screen.raw).not.toContain('\u001b');
  });
});

it.skipIf(process.platform === 'win32')(
  'the question for a key takes no line for it that was typed before it came',
  async () => {
    const screen = open(['config', 'set', 'apiKey'], {});
    screen.type('ls\rpw');
    await screen.until(TOO_EARLY);
    await asked(screen, 'API key (not shown):');
    screen.type(`${KEY}\r`);
    await screen.until(ended(0));
    expect(config()).toMatchObject({ apiKey: KEY });
  },
);
