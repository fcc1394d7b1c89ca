import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/conversation/types.ts';
import type { Fault, Outcome } from './fault.ts';
import { NEXT_ANSWER, NEXT_QUESTION, type Played, playAsk, playChat, QUESTION } from './play.ts';
import { expectNoKey, expectTidy, readStderr } from './promises.ts';

/** Processes at a time: most of them wait for a server that lets them wait. */
const AT_ONCE = 4;
/** Milliseconds for a whole table. */
const TIME_LIMIT = 120_000;

/**
 * Plays every fault of a table against the built binary, with `ask` and in a piped `chat`, and holds against it what
 * its row says and what is promised of all of them. All are played first, several at a time, then judged one by one.
 */
export function checkFaults(title: string, faults: readonly Fault[]): void {
  describe(title, () => {
    const asked = new Map<Fault, Played>();
    const chatted = new Map<Fault, Played>();

    beforeAll(async () => {
      const plays = faults.flatMap((fault) => [
        async () => void asked.set(fault, await playAsk(fault)),
        async () => void chatted.set(fault, await playChat(fault)),
      ]);
      await inParallel(plays);
    }, TIME_LIMIT);

    it.each(faults)('$when', (fault) => {
      judgeAsk(fault, of(asked, fault));
      judgeChat(fault, of(chatted, fault));
    });
  });
}

function of(played: ReadonlyMap<Fault, Played>, fault: Fault): Played {
  const found = played.get(fault);
  if (found === undefined) throw new Error(`it was not played: ${fault.when}`);
  return found;
}

async function inParallel(plays: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...plays];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  });
  await Promise.all(workers);
}

function judgeAsk({ outcome }: Fault, played: Played): void {
  const { result, requests, stored } = played;
  const { code, stdout = '', requests: expected = 1 } = outcome;
  expect(summary(result)).toEqual({ code, stdout: printed(stdout) });
  expect(requests).toHaveLength(expected);
  judgeStderr(outcome, played, 'ask');
  judgeStored(outcome, stored?.messages ?? []);
  expect(stored?.messages).toHaveLength(answerOf(outcome) === null ? 1 : 2);
}

function judgeChat({ outcome }: Fault, played: Played): void {
  const { result, requests, stored } = played;
  const { code, stdout = '', requests: expected = 1 } = outcome;
  expect(summary(result)).toEqual({ code, stdout: `${printed(stdout)}${NEXT_ANSWER}\n` });
  judgeStderr(outcome, played, 'chat');
  judgeStored(outcome, stored?.messages ?? []);
  expect(stored?.messages.slice(-2)).toMatchObject([{ content: NEXT_QUESTION }, { content: NEXT_ANSWER }]);

  // A question without an answer is not sent again; half an answer is, its reasoning never.
  const past = stdout === '' ? [] : [`user: ${QUESTION}`, `assistant: ${stdout}`];
  expect(requests).toHaveLength(expected + 1);
  expect(requests.at(-1)?.slice(1)).toEqual([...past, `user: ${NEXT_QUESTION}`]);
}

function judgeStderr(outcome: Outcome, { result, home, config }: Played, command: 'ask' | 'chat'): void {
  const { notes, problems } = readStderr(result);
  expect(problems, result.stderr).toHaveLength(outcome.code === 0 ? 0 : 1);
  for (const { line, hint } of problems) {
    if (outcome.stderr) expect(line).toMatch(outcome.stderr);
    if (outcome.hint && command === 'ask') expect(hint).toMatch(outcome.hint);
  }
  const expected = outcome.notes ?? [];
  expect(notes, result.stderr).toHaveLength(expected.length);
  notes.forEach((note, at) => {
    expect(note).toMatch(expected[at] ?? /./);
  });
  expectNoKey(result, home);
  expectTidy(config);
}

function judgeStored(outcome: Outcome, messages: readonly Message[]): void {
  const expected = answerOf(outcome);
  expect(messages[0]).toMatchObject({ role: 'user', content: QUESTION });
  if (expected === null) expect(messages[1]?.role).not.toBe('assistant');
  else expect(messages[1]).toMatchObject({ role: 'assistant', ...expected });
}

function answerOf({ code, stdout = '', stored }: Outcome): Partial<Message> | null {
  if (stored === null) return null;
  return { content: stdout, status: code === 0 ? 'complete' : 'incomplete', ...stored };
}

function summary({ code, stdout, stderr }: Played['result']): object {
  // What was said tells why, when the code is another.
  return code === 1 || code === null ? { code, stdout, stderr } : { code, stdout };
}

/** A newline is added where the answer has none. */
function printed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
