import { expect, test } from 'vitest';
import { answer, chunk, DONE, sse } from '../helpers/fake-server.ts';
import { run, start } from '../helpers/run.ts';
import { serve, storedConversation } from '../helpers/talk.ts';
import { killOnce, randomNumbers, scratchFolder } from './kill.ts';
import { operationsIn } from './kill-operations.ts';

// `npm run crash -- --runs 2000 --seed 1` sets these.
const RUNS = Number(process.env.CRASH_RUNS ?? 27);
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);

const pause = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

test(
  `${RUNS} kills lose nothing and leave nothing behind (seed ${SEED})`,
  async () => {
    const pieces = ['Be', 'cause ', 'it ', 'is.'].flatMap((piece) => [chunk(piece), pause(10)]);
    const server = await serve(sse([...pieces, chunk({}, { finish: 'stop' }), DONE]));
    const operations = operationsIn(scratchFolder());
    for (let n = 0; n < RUNS; n++) {
      const operation = operations[n % operations.length];
      if (!operation) break;
      await killOnce(operation, server, randomNumbers(SEED + n), `run${n}`).catch((error: unknown) => {
        throw new Error(`seed ${SEED + n}, run ${n}: ${operation.args.join(' ')}`, { cause: error });
      });
    }
  },
  60_000 + RUNS * 5000,
);

test('a kill in the midst of an answer leaves what was printed more than a second before', async () => {
  const server = await serve(sse([chunk('early '), pause(1500), chunk('late'), pause(60_000)]));
  const asking = start(['ask', 'Why?'], { env: server.env });
  await asking.until('stdout', 'late');
  asking.kill('SIGKILL');
  await asking.result;
  const [question, reply] = storedConversation().messages;
  expect([question?.content, reply?.content]).toEqual(['Why?', expect.stringMatching(/^early /)]);

  server.setReplies(answer('Well.'));
  const next = await run(['ask', '-c', 'And now?'], { env: server.env });
  expect(next).toMatchObject({ code: 0, stdout: 'Well.\n' });
});
