import { describe, expect, it } from 'vitest';
import { answer, apiError, chunk, DONE, event, reply, sse, status } from '../helpers/fake-server.ts';
import { serve } from '../helpers/talk.ts';
import { atPrompt, ended, openScript, openWindow } from '../helpers/window.ts';
import { ALL_LINES } from './attacks.ts';
import { endUntouched, expectShown } from './witness.ts';

/** A NUL too: what comes from a server may hold one. */
const ATTACKS = [...ALL_LINES, 'a NUL: \0 (end)'];
/** A paragraph each, so that Markdown has no say in what belongs together. */
const TEXT = ATTACKS.join('\n\n');
const BEGINNING = 'It begins here.\n\n';

const RENDERINGS = ['--markdown=auto', '--markdown=always', '--no-markdown', '--no-color', '--no-stream'];
/** The same terminal, by other names. */
const NAMES = ['-', '/dev/stdout', '/dev/stderr', '/dev/tty'].map((name) => `--output=${name}`);

describe.skipIf(process.platform === 'win32')('what a server sends, on a terminal', () => {
  it.each([...RENDERINGS, ...NAMES])('an answer is shown, and does nothing (%s)', async (flag) => {
    const server = await serve(answer(BEGINNING + TEXT));
    const screen = openWindow(['ask', flag, 'hi'], server.env);
    const { code, lines, text } = await endUntouched(screen);
    expect(code).toBe(0);
    expect(lines[0]).toBe('It begins here.');
    expectShown(text, TEXT);
  });

  it.each(['--markdown=auto', '--no-markdown'])('split anywhere it is the same (%s)', async (flag) => {
    const units = Array.from({ length: TEXT.length }, (_, at) => TEXT.charAt(at));
    const bytes = [...Buffer.from(event(chunk(BEGINNING + TEXT)) + DONE)];
    const server = await serve(
      answer(BEGINNING + TEXT),
      sse([BEGINNING, ...units].map((unit) => chunk(unit))),
      sse(bytes.map((byte) => Uint8Array.of(byte))),
    );
    const whole = openWindow(['ask', flag, 'hi'], server.env);
    const expected = await ended(whole);
    for (const end of [7, 0]) {
      const split = openWindow(['ask', flag, 'hi'], server.env);
      const { code, lines } = await endUntouched(split);
      expect(code).toBe(end);
      // The first one has no end, which is told behind it.
      expect(lines.slice(0, expected.lines.length)).toEqual(expected.lines);
    }
  });

  it.each(['reasoning_content', 'reasoning', '<think>'])(
    'thoughts are shown, and do nothing (%s)',
    async (name) => {
      const pieces =
        name === '<think>'
          ? [`<think>${BEGINNING}${TEXT}</think>`, 'Done.']
          : [{ [name]: BEGINNING + TEXT }, 'Done.'];
      const server = await serve(
        sse([...pieces.map((piece) => chunk(piece)), chunk({}, { finish: 'stop' }), DONE]),
      );
      const screen = openWindow(['ask', 'hi'], server.env);
      const { code, lines, text } = await endUntouched(screen);
      expect(code).toBe(0);
      expect(lines[0]).toBe('It begins here.');
      expect(lines.at(-1)).toBe('Done.');
      expectShown(text, TEXT);
    },
  );

  it.each([['--json'], ['--jsonl']])('JSON says it in escapes (%s)', async (flag) => {
    const server = await serve(
      sse([chunk({ reasoning: TEXT }), chunk(TEXT, { model: TEXT }), chunk({}, { finish: 'stop' }), DONE]),
    );
    const screen = openWindow(['ask', flag, 'hi'], server.env, { cols: 20_000 });
    const { code, lines } = await endUntouched(screen);
    expect(code).toBe(0);
    const objects = lines.map((line) => JSON.parse(line));
    const said = objects.map(({ content, text, type }) => content ?? (type === 'text' ? text : '')).join('');
    expect(said).toBe(TEXT);
  });

  it('errors are shown in one line, and do nothing', async () => {
    const refusals = ATTACKS.flatMap((attack) => [
      apiError(400, attack, { code: attack, type: attack, param: attack }),
      status(422, { detail: [{ loc: ['body', attack], msg: attack }] }),
      status(404, attack),
    ]);
    const server = await serve(...refusals);
    const screen = openScript('yes hi | head -n $LINES_SENT | ai chat', {
      ...server.env,
      LINES_SENT: String(refusals.length),
    });
    const { code, text } = await endUntouched(screen);
    expect(code).toBe(4);
    expect(text.split('(end)')).toHaveLength(ATTACKS.length * 4 + 1);
    expect(server.requests).toHaveLength(refusals.length);
  });

  const OTHER_WORDS = {
    'an error in mid-answer': sse([chunk('so far'), event({ error: { message: TEXT, code: TEXT } })]),
    'an error event': sse([chunk('so far'), `event: error\n${event({ message: TEXT })}`]),
    'an event that is not JSON': sse([chunk('so far'), `data: {${TEXT.replaceAll('\n', ' ')}\n\n`]),
    'a body that is no answer': reply([TEXT], { headers: { 'Content-Type': 'text/plain' } }),
    'a page': status(502, `<html><title>${TEXT}</title></html>`, { 'Retry-After': '0' }),
    'a finish that nobody knows': sse([chunk('so far'), chunk({}, { finish: TEXT }), DONE]),
    'a redirect': status(301, '', { Location: `/v1/${encodeURI(TEXT)}` }),
    'a redirect elsewhere': status(307, '', { Location: 'https://\u009b2J\u202eevil.example/' }),
    'a header': sse([chunk('so far'), DONE], {
      headers: { 'X-Note': '\u009b2J\u00a0\u0085\u009d0;owned\u009c' },
    }),
    'an encoding': sse([chunk('so far')], { headers: { 'Content-Encoding': '\u009b2J\u0085' } }),
    'a type': reply(['so far'], { headers: { 'Content-Type': '\u009b2J\u0085' } }),
  };

  it.each(Object.entries(OTHER_WORDS))('%s is told, and does nothing', async (_, said) => {
    const server = await serve(said);
    const screen = openWindow(['ask', '--debug', '--max-retries', '1', 'hi'], server.env);
    const { code } = await endUntouched(screen);
    expect(code).not.toBe(1);
  });

  it('bytes that are no UTF-8 become no control characters', async () => {
    // 8-bit C1 (CSI, OSC), an overlong ESC and CSI in two to four bytes, halves of characters, a surrogate, too high a code.
    const invalid =
      '9b324a 9d303b6f776e65649c c09b5b324a c29b324a e0809b324a f080809b324a e280 c3 ff fe eda080 f4908080'
        .split(' ')
        .map((hex) => Buffer.from(hex, 'hex'));
    const [head = '', tail = ''] = event(chunk('HERE')).split('HERE');
    const bytes = Buffer.concat([Buffer.from(head), ...invalid, Buffer.from(`It ends here.${tail}`)]);
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    const server = await serve(
      sse([bytes, DONE]),
      sse([...single, DONE]),
      reply([Buffer.concat(invalid)], { status: 400 }),
    );
    const shown: string[] = [];
    for (const flag of ['--markdown=auto', '--no-markdown', '--no-markdown']) {
      const screen = openWindow(['ask', flag, 'hi'], server.env);
      shown.push((await endUntouched(screen)).text);
    }
    expect(shown[0]).toContain('It ends here.');
    expect(shown[1]).toContain('It ends here.');
    expect(shown[2]).toContain('refused the request (400)');
  });

  it('a chat shows answers and errors, and takes nothing from the terminal for typed', async () => {
    const server = await serve(answer(TEXT), apiError(400, ATTACKS.join(' ')), answer('whole'));
    const screen = openWindow(['chat'], server.env);
    await screen.until(atPrompt(screen));
    screen.type('one\r');
    await screen.until('a NUL');
    await screen.until(atPrompt(screen));
    screen.type('two\r');
    await screen.until('error:');
    await screen.until(atPrompt(screen));
    screen.type('three\r');
    await screen.until('whole');
    await screen.until(atPrompt(screen));
    screen.type('/quit\r');
    const { code, lines } = await endUntouched(screen);
    expect(code).toBe(0);
    expect(lines[1]).toBe('You: one');
    expect(server.requests).toHaveLength(3);
  });
});
