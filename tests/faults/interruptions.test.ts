import { describe, expect, it } from 'vitest';
import {
  answer,
  chunk,
  DONE,
  event,
  hold,
  type Reply,
  reply,
  silence,
  sse,
  status,
} from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type Running, start } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { KEY } from './fault.ts';
import { expectKeptPromises } from './promises.ts';
import { raw, repeat } from './steps.ts';

const HI = chunk('Hi');
const STOP = chunk({}, { finish: 'stop' });

/** A moment to interrupt at: what the server does, how it shows that the moment has come, what was said until then. */
interface Moment {
  readonly when: string;
  readonly reply: Reply;
  readonly come: (running: Running) => Promise<void>;
  readonly stdout?: string;
  readonly reasoning?: string;
  readonly notes?: number;
}

const printed = (text: string) => (running: Running) => running.until('stdout', text);
/** Everything that `--debug` says of a response is said when its head has come. */
const answered = (running: Running) => running.until('stderr', '< 200');

const MOMENTS: readonly Moment[] = [
  { when: 'before the head', reply: silence, come: (running) => running.until('stderr', '> POST') },
  {
    when: 'within the head',
    reply: raw('HTTP/1.1 200 O', hold),
    come: (running) => running.until('stderr', '> POST'),
  },
  { when: 'behind the head', reply: sse([hold]), come: answered },
  { when: 'behind a role', reply: sse([chunk({ role: 'assistant' }), hold]), come: answered },
  { when: 'within a whole answer', reply: reply(['{"choices":[', hold]), come: answered },
  { when: 'in mid-stream', reply: sse([HI, hold]), come: printed('Hi'), stdout: 'Hi' },
  {
    when: 'within an event',
    reply: sse([HI, event(HI).slice(0, 40), hold]),
    come: printed('Hi'),
    stdout: 'Hi',
  },
  { when: 'behind the finish', reply: sse([HI, STOP, hold]), come: printed('Hi'), stdout: 'Hi' },
  {
    when: 'while it waits to try again',
    reply: status(503, 'No', { 'Retry-After': 60 }),
    come: (running) => running.until('stderr', 'trying again in 60 s'),
    notes: 1,
  },
  {
    when: 'within a refusal',
    reply: reply(['{"error":', hold], { status: 400 }),
    come: (running) => running.until('stderr', '< 400'),
  },
];

describe.skipIf(process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, code) => {
  // One signal is like the other; where they differ is in what the terminal does.
  const moments = signal === 'SIGINT' ? MOMENTS : MOMENTS.slice(0, 6);

  it.each(moments)('$when', async ({ reply: serverReply, come, stdout = '' }) => {
    const server = await serve(serverReply);
    const running = start(['ask', '--debug', 'hi'], { env: { ...server.env, OPENAI_API_KEY: KEY } });
    await come(running);
    running.kill(signal);
    const result = await running.result;
    expect([result.code, result.stdout]).toEqual([code, stdout === '' ? '' : `${stdout}\n`]);
    expect(server.requests).toHaveLength(1);
    expect(result.stderr).not.toMatch(/error:|warning:|Error/);
    expectKeptPromises(result, testHome());
    const { messages } = storedConversation();
    expect(messages[0]).toMatchObject({ role: 'user', content: 'hi' });
    expect(messages.slice(1)).toMatchObject(
      stdout === '' ? [] : [{ content: stdout, status: expect.stringMatching(/interrupted|complete/) }],
    );
  });
});

describe.skipIf(process.platform === 'win32')('a second Ctrl-C', () => {
  it('ends it as well', async () => {
    const server = await serve(sse([HI, hold]));
    const running = start(['ask', 'hi'], { env: server.env });
    await running.until('stdout', 'Hi');
    running.kill('SIGINT');
    running.kill('SIGINT');
    expect((await running.result).code).toBe(130);
  });

  it('SIGKILL in the middle leaves the question', async () => {
    const server = await serve(silence);
    const running = start(['ask', 'hi'], { env: server.env });
    await server.request(0);
    running.kill('SIGKILL');
    await running.result;
    expect(storedConversation().messages).toMatchObject([{ role: 'user', content: 'hi' }]);
  });
});

describe('a reader that goes away', () => {
  const LINE = chunk(`${'x'.repeat(4_000)}\n`);
  /** Text without end, until the client hangs up. */
  const endless = (first: string) => sse([chunk(first), repeat(event(LINE))], { framing: 'close' });
  const whole = sse([chunk('one\n'), ...Array.from({ length: 40 }, () => LINE), STOP, DONE]);

  it.each([
    ['in mid-stream', endless('one\n'), ['ask', 'hi'], 'one'],
    ['of a whole answer', whole, ['ask', 'hi'], 'one'],
    ['of JSON lines', endless('one\n'), ['ask', '--jsonl', 'hi'], 'start'],
    ['of what is rendered', endless('one\n\n'), ['ask', '--markdown', 'hi'], 'one'],
    ['of a chat', endless('one\n'), ['chat'], 'one'],
  ] as const)('is no error: %s', async (_when, serverReply, args, seen) => {
    const server = await serve(serverReply);
    const input = args[0] === 'chat' ? { input: 'one\ntwo\n' } : {};
    const running = start(args, { env: server.env, ...input });
    await running.until('stdout', seen);
    running.closeStdout();
    await expectQuietEnd(running, server);
  });

  it('is no error: before the first byte', async () => {
    const server = await serve(async (...all) => {
      running.closeStdout();
      await endless('one')(...all);
    });
    const running: Running = start(['ask', 'hi'], { env: server.env });
    await expectQuietEnd(running, server);
  });

  async function expectQuietEnd(running: Running, { requests }: { requests: readonly unknown[] }) {
    const { code, stderr } = await running.result;
    expect([code, stderr, requests.length]).toEqual([0, '', 1]);
    expect(storedConversation().messages[1]).toMatchObject({
      role: 'assistant',
      status: expect.stringMatching(/interrupted|complete/),
    });
  }
});

describe('a server that outlives its answer', () => {
  it('does not keep the user', async () => {
    const server = await serve(answer('ok', { framing: 'close' }), sse([HI, STOP, DONE, hold]));
    for (const expected of ['ok\n', 'Hi\n']) {
      const { code, stdout } = await start(['ask', 'hi'], { env: server.env }).result;
      expect([code, stdout]).toEqual([0, expected]);
    }
  });
});
