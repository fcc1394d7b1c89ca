import { describe, expect, it } from 'vitest';
import { openChat, quit, say } from '../helpers/chat.ts';
import { answer, apiError, chunk, DONE, sse } from '../helpers/fake-server.ts';
import { run } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';
import { ended, openWindow } from '../helpers/window.ts';

const THOUGHTS = `Somebody wants to know how far away the moon is; see https://example.com/a/rather/long/address/of/it for more. 用户想知道月亮有多远，我需要想一想。 👩‍💻 agrees.

- a first point that is long enough to be broken
  - a second one below it, which is long enough, too`;
const thinking = () =>
  sse([...[...THOUGHTS].map((reasoning) => chunk({ reasoning })), chunk('Far.', { finish: 'stop' }), DONE]);

/** Words, as far as spaces part them; Chinese ones are broken anywhere. */
const wordsOf = (text: string): readonly string[] => text.match(/[!-~“”·…]+/g) ?? [];
const rest = (text: string) => text.replace(/\s/g, '');

describe.skipIf(process.platform === 'win32').each([30, 40, 80, 120])('in %i columns', (cols) => {
  it('thoughts are broken at words, and lose nothing', async () => {
    const server = await serve(thinking());
    const shown = openWindow(['ask', 'hi'], server.env, { cols });
    const { lines } = await ended(shown);
    const text = lines.slice(0, -1).join('\n');
    expect(rest(text)).toBe(rest(THOUGHTS));
    expect(lines.at(-1)).toBe('Far.');
    // An address is as long as it is: the terminal wraps it.
    const broken = wordsOf(THOUGHTS).filter((word) => !wordsOf(text).includes(word));
    expect(broken.filter((word) => word.length < cols)).toEqual([]);
    expect(text).toMatch(/\n {2}- a second/);
    expect(shown.styleOf('Somebody')?.dim).toBe(true);
  });

  it('so are errors and hints, notes, a conversation, and what is found in one', async () => {
    const refused = apiError(404, 'The model does not exist. 模型不存在，请检查您的设置然后再试一次。', {
      code: 'model_not_found',
    });
    const overloaded = apiError(503, 'overloaded');
    const question = 'How far is it to the moon, and is there a way back from there in less than a week?';
    const server = await serve(overloaded, answer('Far.'), refused, refused);
    const noted = await ended(openWindow(['ask', '-s', 'trip', question], server.env, { cols, rows: 40 }));
    expect(noted.lines.join(' ')).toMatch(
      /^ai-chat: the server failed .*again in [\d.]+ s \(1 of 2\) Far\.$/,
    );
    const inPipe = await run(['ask', 'hi'], { env: server.env });
    const onTerminal = await ended(openWindow(['ask', 'hi'], server.env, { cols }));
    expect(rest(onTerminal.text)).toBe(rest(inPipe.stderr));
    const command = '`ai-chat config set model NAME`';
    expect(onTerminal.text).toContain(command);
    const words = wordsOf(onTerminal.lines.join('\n'));
    // What is to be copied is never broken by us, whatever the terminal has to do.
    const broken = wordsOf(inPipe.stderr.replace(command, '')).filter((word) => !words.includes(word));
    expect(broken).toEqual([]);
    const { lines } = await ended(openWindow(['history', 'search', 'a way back'], {}, { cols, rows: 40 }));
    expect(lines.join(' ').replace(/\s+/g, ' ')).toMatch(/moon, and is there a way back/);
    expect(lines.filter((line) => line.length > cols)).toEqual([]);
  });

  it('so is what a chat that goes on says of an answer that was cut', async () => {
    const server = await serve(sse([chunk('Far.', { finish: 'length' }), DONE]));
    await run(['chat'], { env: server.env, input: 'hi\n' });
    const shown = await openChat(server.env, [], { cols, rows: 40 });
    const mark = '[cut at the length limit; type “go on” for the rest; `--max-tokens` raises the limit]';
    const lines = shown.lines().slice(shown.lines().indexOf('Far.') + 1);
    expect(wordsOf(lines.join('\n')).slice(0, -1)).toEqual(wordsOf(mark));
    await quit(shown);
  });

  it('a question is shown as it was typed, to be copied, as in its chat', async () => {
    const server = await serve(thinking());
    const question = `Why is it slow?\n  const far = moons.filter((moon) => moon.distance > 384_400 && !moon.isHidden); // ${'far '.repeat(9)}away`;
    await run(['ask', '-s', 'trip', question], { env: server.env });
    const shown = openWindow(['history', 'show', 'trip', '--no-pager'], {}, { cols, rows: 40 });
    const { text, lines } = await ended(shown);
    expect(shown.raw).toContain(question.replace('\n', '\r\n').replace('Why', ' Why'));
    expect(rest(text)).toContain(rest(question));
    // Thoughts are the model's, and are broken as they were when they came.
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}- a second/));
  });
});

it.skipIf(process.platform === 'win32').each([40, 80])(
  '/history has a row for each conversation, however long its title, in %i columns',
  async (cols) => {
    const server = await serve(answer('Far.'));
    await run(['ask', 'How far is it to the moon, and back again, '.repeat(3)], { env: server.env });
    const shown = await openChat(server.env, ['--new'], { cols });
    await say(shown, '/history', /LAST USED\n.*How far is it to/);
    expect(shown.lines().filter((line) => line !== '')).toEqual([
      expect.stringMatching(/^new chat/),
      'You: /history',
      expect.stringMatching(/^ID .*LAST USED$/),
      expect.stringMatching(/How far is it to.*… .*just now$/),
      'You:',
    ]);
  },
);

it.skipIf(process.platform === 'win32')(
  'a match is marked on both lines that it is broken into',
  async () => {
    const server = await serve(answer('Far.'));
    await run(['ask', 'How far is it to the moon and the stars?'], { env: server.env });
    const shown = openWindow(['history', 'search', 'the moon and'], {}, { cols: 24 });
    expect((await ended(shown)).lines.slice(-2)).toEqual(['  How far is it to the', '  moon and the stars?']);
    expect(shown.raw).toContain('\u001b[7mthe\u001b[27m\r\n  \u001b[7mmoon and\u001b[27m the');
  },
);

it.skipIf(process.platform === 'win32')(
  'a match is marked behind letters whose lower case is longer',
  async () => {
    const server = await serve(answer('Far.'));
    await run(['ask', 'İ İ İ how far is İstanbul?'], { env: server.env });
    const shown = openWindow(['history', 'search', 'i\u0307stanbul'], {}, { cols: 60 });
    await ended(shown);
    expect(shown.raw).toContain('how far is \u001b[7mİstanbul\u001b[27m?');
  },
);

it.skipIf(process.platform === 'win32')(
  'a blank line sets the answer apart from the notes above it',
  async () => {
    const server = await serve(apiError(503, 'overloaded'), answer('Far.'));
    const shown = openWindow(['ask', 'hi'], server.env);
    await ended(shown);
    expect(shown.lines().slice(0, 3)).toEqual([
      expect.stringMatching(/^ai-chat: .* \(1 of 2\)$/),
      '',
      'Far.',
    ]);
  },
);
