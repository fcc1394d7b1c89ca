import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/conversation/types.ts';
import type { Fault, Outcome } from './fault.ts';
import { inParallel } from './in-parallel.ts';
import { NEXT_ANSWER, NEXT_QUESTION, type Played, playAsk, playChat, QUESTION } from './play.ts';
import { expectKeptPromises, readStderr } from './promises.ts';

/** Milliseconds for a whole table. */
const TIME_LIMIT = 120_000;

/**
 * Plays every fault of a table against the built binary: all that go with the same flags one after the other in a piped
 * `chat`, and with `ask`, whose exit code is its own, the first of each outcome. Holds against them what their rows say
 * and what is promised of all of them. All are played first, several at a time, then judged one by one.
 */
export function checkFaults(title: string, faults: readonly Fault[]): void {
  describe(title, () => {
    const asked = new Map<Fault, Played | Error>();
    const chatted = new Map<readonly Fault[], Played | Error>();
    const chats = chatsOf(faults);
    const toAsk = firstOfEach(faults);

    beforeAll(async () => {
      await inParallel([
        ...chats.map((chat) => async () => void chatted.set(chat, await playChat(chat).catch(toError))),
        ...toAsk.map((fault) => async () => void asked.set(fault, await playAsk(fault).catch(toError))),
      ]);
    }, TIME_LIMIT);

    it.each(faults)('$when', (fault) => {
      const chat = chats.find((candidate) => candidate.includes(fault));
      if (chat) judgeExchange(fault, playedOf(chatted, chat));
      if (toAsk.includes(fault)) judgeAsk(fault.outcome, playedOf(asked, fault));
    });
    it.each(chats.map((chat) => [chat]))('a chat goes on', (chat) =>
      judgeChat(chat, playedOf(chatted, chat)),
    );
  });
}

/** The first fault of each outcome: the others say the same in a chat, and the exit code goes with what is said. */
function firstOfEach(faults: readonly Fault[]): Fault[] {
  const seen = new Set<unknown>();
  return faults.filter(({ outcome }) => {
    const key = outcome.code === 0 ? 0 : outcome;
    const isNew = !seen.has(key) || outcome.sent !== undefined;
    seen.add(key);
    return isNew;
  });
}

/**
 * Faults that one chat can live through: those with the same flags. What a chat learns of a model it sends from there
 * on, so of the faults that teach it something each chat has one.
 */
function chatsOf(faults: readonly Fault[]): Fault[][] {
  const chats = new Map<string, Fault[]>();
  for (const fault of faults) {
    const key = JSON.stringify([fault.flags, fault.env]);
    const chat = chats.get(key) ?? [];
    if (fault.outcome.sent === undefined || chat.length === 0) chats.set(key, [...chat, fault]);
  }
  return [...chats.values()];
}

/** What did not come to its end is told where it is judged. */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function playedOf<T>(played: ReadonlyMap<T, Played | Error>, which: T): Played {
  const found = played.get(which) ?? new Error('it was not played');
  if (found instanceof Error) throw found;
  return found;
}

function judgeAsk(outcome: Outcome, played: Played): void {
  const { result, requests, stored } = played;
  const { code, stdout = '', requests: expected = 1 } = outcome;
  expect(summary(result)).toEqual({ code, stdout: printed(stdout) });
  expect(requests).toHaveLength(expected);
  for (const [name, value] of Object.entries(outcome.sent ?? {})) {
    expect(requests.at(-1)?.[name], name).toEqual(value);
  }
  const [hint] = judgeStderr([outcome], played);
  if (outcome.hint) expect(hint).toMatch(outcome.hint);
  expectMessages(stored?.messages, keptOf(outcome, QUESTION));
}

/** What a chat keeps of one fault. */
function judgeExchange({ when, outcome }: Fault, { result, stored }: Played): void {
  const messages = stored?.messages ?? [];
  const at = messages.findIndex(({ content }) => content === when);
  const kept = keptOf(outcome, when);
  expect(messages.slice(at, at + kept.length), result.stderr).toMatchObject(kept);
  expect(messages[at + kept.length]).toMatchObject({ role: 'user', content: NEXT_QUESTION });
}

function judgeChat(faults: readonly Fault[], played: Played): void {
  const { result, requests, stored } = played;
  const outcomes = faults.map(({ outcome }) => outcome);
  expect(summary(result)).toEqual({
    code: outcomes.findLast(({ code }) => code !== 0)?.code ?? 0,
    stdout: outcomes.map(({ stdout = '' }) => `${printed(stdout)}${NEXT_ANSWER}\n`).join(''),
  });
  judgeStderr(outcomes, played);
  const next = [
    { role: 'user', content: NEXT_QUESTION },
    { role: 'assistant', content: NEXT_ANSWER },
  ] as const;
  const kept = faults.flatMap(({ when, outcome }) => [...keptOf(outcome, when), ...next]);
  expectMessages(stored?.messages, kept);

  const asked = outcomes.reduce((sum, { requests: each = 1 }) => sum + each + 1, 0);
  expect(requests).toHaveLength(asked);
  // A question without an answer is not sent again; half an answer is, its reasoning never.
  const sent = faults.flatMap(({ when, outcome: { stdout = '' } }) => {
    const exchange = [
      { role: 'user', content: when },
      { role: 'assistant', content: stdout },
    ];
    return stdout === '' ? next : [...exchange, ...next];
  });
  expect(requests.at(-1)?.messages?.slice(1)).toEqual(sent.slice(0, -1));
}

/** Gives back the hints. */
function judgeStderr(outcomes: readonly Outcome[], played: Played): string[] {
  const { result } = played;
  const { notes, problems } = readStderr(result);
  const failed = outcomes.filter(({ code }) => code !== 0);
  expect(problems, result.stderr).toHaveLength(failed.length);
  problems.forEach(({ line }, at) => {
    expect(line).toMatch(failed[at]?.isWarning ? /^warning: / : /^error: /);
    expect(line).toMatch(failed[at]?.stderr ?? /./);
  });
  const expected = outcomes.flatMap((outcome) => outcome.notes ?? []);
  expect(notes, result.stderr).toHaveLength(expected.length);
  notes.forEach((note, at) => {
    expect(note).toMatch(expected[at] ?? /./);
  });
  expectKeptPromises(result, played);
  return problems.map(({ hint }) => hint);
}

/** The messages that are to be on disk for one question. */
function keptOf({ code, stdout = '', stored }: Outcome, question: string): Partial<Message>[] {
  const asked = { role: 'user', content: question } as const;
  if (stored === null) return [asked];
  const status = code === 0 ? 'complete' : 'incomplete';
  return [asked, { role: 'assistant', content: stdout, status, ...stored }];
}

function expectMessages(messages: readonly Message[] | undefined, expected: readonly object[]): void {
  expect(messages).toHaveLength(expected.length);
  expect(messages).toMatchObject(expected);
}

function summary({ code, stdout, stderr }: Played['result']): object {
  // A fault of ours says itself what it is.
  return code === 1 || code === null ? { code, stdout, stderr } : { code, stdout };
}

/** A newline is added where the answer has none. */
function printed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
