import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer, apiError, chunk, cut, DONE, hold, type Reply, sse, status } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';
import { readStderr } from './promises.ts';

const HI = chunk('Hi');

/** What happens, the exit code, the text that came and its finish; null where none came. */
const FAULTS: readonly (readonly [string, Reply, number, string | null, string])[] = [
  ['an answer', answer('Hi'), 0, 'Hi', 'stop'],
  ['a refused key', apiError(401, 'No'), 3, null, ''],
  ['an unknown model', apiError(404, 'No', { code: 'model_not_found' }), 4, null, ''],
  ['a used up quota', apiError(429, 'No', { code: 'insufficient_quota' }), 5, null, ''],
  ['trouble', status(500, 'No', { 'Retry-After': 0 }), 6, null, ''],
  ['silence', sse([hold]), 6, null, ''],
  ['a broken stream', sse([HI, cut]), 7, 'Hi', 'broken'],
  ['an error in mid-stream', sse([HI, { error: { message: 'No', code: 500 } }]), 6, 'Hi', 'broken'],
  ['the length limit', sse([chunk('Hi', { finish: 'length' }), DONE]), 7, 'Hi', 'length'],
  ['a refusal', sse([chunk({ refusal: 'Hi' }), DONE]), 7, 'Hi', 'refusal'],
  ['no text', sse([DONE]), 7, null, ''],
];

const lines = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function ask(reply: Reply, ...flags: readonly string[]) {
  const server = await serve(reply);
  const result = await run(['ask', '--timeout', '0.3', ...flags, 'hi'], { env: server.env });
  return { ...result, ...readStderr(result) };
}

describe.each(FAULTS)('%s', (_what, reply, code, text, finishReason) => {
  const status = code === 0 ? 'complete' : 'incomplete';
  const problems = code === 0 ? 0 : 1;

  it('with --json is one object, or none', async () => {
    const result = await ask(reply, '--json');
    expect([result.code, result.problems.length]).toEqual([code, problems]);
    expect(lines(result.stdout)).toMatchObject(
      text === null ? [] : [{ content: text, status, finishReason, usage: null, reasoning: null }],
    );
  });

  it('with --jsonl begins with a start and ends with one end, or one error', async () => {
    const result = await ask(reply, '--jsonl');
    expect([result.code, result.problems.length]).toEqual([code, problems]);
    const message = result.problems[0]?.line.replace(/^\w+: /, '');
    expect(lines(result.stdout)).toMatchObject([
      { type: 'start', name: null },
      ...(text === null
        ? [{ type: 'error', code, message }]
        : [
            { type: 'text', text },
            { type: 'end', status, finishReason },
          ]),
    ]);
  });

  it('with --no-stream is the text, and with --quiet says its error and no more', async () => {
    const result = await ask(reply, '--no-stream', '--quiet', '--no-save');
    expect([result.code, result.stdout]).toEqual([code, text === null ? '' : `${text}\n`]);
    expect([result.problems.length, result.notes.length]).toEqual([problems, 0]);
    expect(existsSync(join(testHome().config, 'conversations'))).toBe(false);
  });

  it('with --output leaves the file as it was, unless the answer is whole', async () => {
    const file = join(testHome().cwd, 'out.txt');
    writeFileSync(file, 'before');
    const result = await ask(reply, '-o', 'out.txt', '--no-save');
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(readFileSync(file, 'utf8')).toBe(code === 0 ? 'Hi\n' : 'before');
  });
});
