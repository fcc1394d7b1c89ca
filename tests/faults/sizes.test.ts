import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer, chunk, DONE, event, reply, sse } from '../helpers/fake-server.ts';
import { run, start, startCommand } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { checkFaults } from './check.ts';
import { all, answers } from './fault.ts';
import { pause, slowly } from './steps.ts';

const STOP = chunk({}, { finish: 'stop' });
const MEGABYTE = 2 ** 20;
const LONG = 'Zeile € 🙂\n'.repeat(MEGABYTE / 16);

/** Pieces of `size` bytes. */
function pieces(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
}

checkFaults(
  'a large answer',
  all(answers(LONG), [
    { when: 'one event of 1 MB', replies: [sse([chunk(LONG), STOP, DONE])] },
    {
      when: 'one event of 1 MB in pieces of 1,000 bytes',
      replies: [sse([...pieces(event(chunk(LONG)), 1_000), STOP, DONE])],
    },
    { when: 'one event of 1 MB, gzipped', replies: [sse([chunk(LONG), STOP, DONE], { gzip: true })] },
    {
      when: 'one whole answer of 1 MB',
      replies: [reply([JSON.stringify({ choices: [{ message: { content: LONG } }] })])],
    },
  ]),
);

checkFaults(
  'a slow answer',
  all(answers('Hi 🙂'), [
    {
      when: 'a byte every 10 ms',
      replies: [sse([...slowly(pieces(event(chunk('Hi 🙂')), 1)), STOP, DONE], { framing: 'close' })],
    },
    {
      when: 'a character every 10 ms',
      replies: [
        sse([...Array.from('Hi 🙂', (text) => [chunk(text), pause]).flat(), STOP, DONE], {
          framing: 'close',
        }),
      ],
    },
  ]),
);

describe('an answer of 100,000 events', () => {
  const words = Array.from({ length: 100_000 }, (_, at) => `${at} `);
  const text = words.join('');
  const stream = `${words.map((word) => event(chunk(word))).join('')}${event(STOP)}${DONE}`;

  it('comes whole, in bounded memory', async () => {
    const server = await serve(sse(pieces(stream, 65_536)));
    const { code, stdout, stderr } = await run(['ask', 'hi'], {
      env: server.env,
      nodeFlags: ['--max-old-space-size=32'],
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout === `${text}\n`).toBe(true);
    expect(storedConversation().messages[1]?.content === text).toBe(true);
  });

  it('comes whole though they stop in the middle', async () => {
    const server = await serve(sse(pieces(stream.slice(0, stream.length / 2), 65_536), { framing: 'close' }));
    const { code, stdout } = await run(['ask', 'hi'], { env: server.env });
    expect(code).toBe(7);
    expect(text.startsWith(stdout.trimEnd())).toBe(true);
    expect(storedConversation().messages[1]).toMatchObject({
      status: 'incomplete',
      content: `${stdout.trimEnd()} `,
    });
  });
});

it('each piece is out before the next one comes', async () => {
  let goOn = () => {};
  const step = () =>
    new Promise<void>((resolve) => {
      goOn = resolve;
    });
  const server = await serve(sse([chunk('one '), step, chunk('two '), step, chunk('three'), STOP, DONE]));
  const running = start(['ask', 'hi'], { env: server.env });
  for (const seen of ['one ', 'one two ']) {
    await running.until('stdout', seen);
    expect(running.stdout).toBe(seen);
    goOn();
  }
  expect((await running.result).stdout).toBe('one two three\n');
});

it.skipIf(process.platform === 'win32')('a reader slower than the time-out gets it all', async () => {
  const server = await serve(answer(LONG, { pieces: [LONG, LONG, LONG] }));
  const command = ['sh', '-c', '"$@" | (sleep 0.6; cat)', 'sh', process.execPath, BINARY];
  const args = ['ask', '--timeout', '0.3', 'hi'];
  const { stdout, stderr } = await startCommand([...command, ...args], { env: server.env }).result;
  expect([stdout === LONG.repeat(3), stderr]).toEqual([true, '']);
  expect(storedConversation().messages[1]).toMatchObject({ status: 'complete' });
});

it('a server that refuses 10 MB before it has read them is heard', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nNo!');
      socket.resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const env = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
  const result = await run(['ask'], { env, input: 'x'.repeat(10 * MEGABYTE) });
  expect([result.code, result.stderr]).toEqual([4, expect.stringContaining('(413): No!')]);
  server.close();
});

const ATTACKS = [
  '\u001b]52;c;aGk=\u0007',
  '\u001b]8;;http://evil.test\u001b\\link\u001b]8;;\u001b\\',
  '\u001b]0;title\u0007',
  '\u001b[2J\u001b[31m',
  '\u009b31m\u0085\u0007\r\b\u007f',
  '\u202e\u2066\u200f\u2028\u{e0041}',
];

it.each(ATTACKS)('in a pipe is raw: %j', async (text) => {
  const server = await serve(answer(text, { pieces: [text] }));
  const { stdout, stderr } = await run(['ask', 'hi'], { env: server.env });
  expect([stdout, stderr]).toEqual([`${text}\n`, '']);
});
