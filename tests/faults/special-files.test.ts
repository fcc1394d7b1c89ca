import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { run, start } from '../helpers/run.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import { clock } from '../store/fixture.ts';
import { readStderr } from './promises.ts';

// Pipes, devices and sockets where a file is expected: nothing hangs, and nothing fills the memory.

let server: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  server = await serve(answer('ok'));
});

const inCwd = (name: string) => join(testHome().cwd, name);

function pipe(path: string): string {
  execFileSync('mkfifo', ['-m', '600', path]);
  return path;
}

/** In a config dir that is the user's alone. */
function inConfig(name: string): string {
  mkdirSync(testHome().config, { recursive: true, mode: 0o700 });
  return join(testHome().config, name);
}

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  it.each([['SIGINT', 130] as const, ['SIGTERM', 143] as const])(
    'that nobody writes is waited for until %s',
    async (name, code) => {
      const [first, second] = [pipe(inCwd('first')), pipe(inCwd('second'))];
      const asking = start(['ask', '-f', first, '-f', second, 'hi'], { env: server.env });
      // Opened only when it is read.
      const writer = await open(first, 'w');
      await writer.close();
      asking.kill(name);
      expect(await asking.result).toMatchObject({ code, stdout: '', stderr: '' });
      expect(server.requests).toHaveLength(0);
    },
  );

  it('gives what is written, late, and empty too', async () => {
    const [first, second] = [pipe(inCwd('first')), pipe(inCwd('second'))];
    const asking = start(['ask', '-f', first, '-f', second, 'hi'], { env: server.env });
    for (const [path, text] of [
      [first, ''],
      [second, 'x'.repeat(100_000)],
    ] as const) {
      const writer = await open(path, 'w');
      await writer.writeFile(text);
      await writer.close();
    }
    expect((await asking.result).code).toBe(0);
    expect(saidTo(server, 0)[1]).toBe(
      `user: hi\n\nfirst:\n\`\`\`\n\n\`\`\`\n\nsecond:\n\`\`\`\n${'x'.repeat(100_000)}\n\`\`\``,
    );
  });

  it('takes the answer when its reader comes, and a signal ends the wait for one', async () => {
    const out = pipe(inCwd('out'));
    const asking = start(['ask', '-o', out, 'hi'], { env: server.env });
    expect(await readFile(out, 'utf8')).toBe('ok\n');
    expect(await asking.result).toMatchObject({ code: 0, stdout: '', stderr: '' });

    const waiting = start(['ask', '-o', out, 'hi'], { env: server.env });
    waiting.kill('SIGTERM');
    expect((await waiting.result).stdout).toBe('');
  });

  it.each([
    ['config.json', ['ask', 'hi'], 2],
    ['config.json', ['config', 'set', 'model', 'x'], 2],
    ['index.jsonl', ['ask', 'hi'], 0],
    ['index.jsonl', ['history'], 0],
  ])('in the place of %s is not waited for: %j', async (name, args, code) => {
    pipe(inConfig(name));
    const result = await run(args, { env: server.env });
    expect([result.code, readStderr(result).problems.length]).toEqual([code, code === 0 ? 0 : 1]);
  });

  it('in the place of the input history is refused, and not waited for', async () => {
    pipe(inConfig('input-history.jsonl'));
    const { createInputHistory } = await import('../../src/store/input-history.ts');
    const history = createInputHistory({ configDir: testHome().config, clock, note: () => undefined });
    const refused = { message: expect.stringMatching(/^can't read .+: it is not a file$/) };
    expect(await history.load()).toEqual([]);
    expect(history.refusal).toMatchObject(refused);
    await history.append('hi');
    expect(history.refusal).toMatchObject(refused);
  });
});

describe.skipIf(process.platform === 'win32')('a device that never ends', () => {
  it.each([
    ['a file', ['ask', '-f', '/dev/zero', 'hi']],
    ['an import', ['history', 'import', '/dev/zero']],
  ])('is refused as %s', async (_what, args) => {
    const result = await run(args, { env: server.env });
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', 0]);
    expect(readStderr(result).problems[0]?.line).toMatch(/\/dev\/zero is larger than \d+ MB/);
  });

  it('is refused as config.json', async () => {
    symlinkSync('/dev/zero', inConfig('config.json'));
    const result = await run(['config', 'list']);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(readStderr(result).problems[0]?.line).toMatch(/no regular file/);
  });
});

describe('more than fits in a text of Node’s', () => {
  const MORE = Buffer.alloc(65 * 1024 * 1024, ' x');

  it.each([['ask'], ['chat']])('is refused by %s from standard input', async (command) => {
    const result = await run([command], { env: server.env, input: MORE });
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', 0]);
    expect(readStderr(result).problems).toEqual([
      { line: expect.stringMatching(/larger than 64 MB/), hint: expect.stringMatching(/part/) },
    ]);
  });

  it('in a line of a chat does not stop the lines that follow', async () => {
    const input = Buffer.concat([MORE, Buffer.from('\nhi\n')]);
    const result = await run(['chat'], { env: server.env, input });
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, 'ok\n', 1]);
  });
});

describe('what can’t be written', () => {
  it.skipIf(process.platform === 'win32')('a socket: exit 2', async () => {
    const socket = createServer();
    await new Promise<void>((resolve) => socket.listen(inCwd('socket'), resolve));
    const result = await run(['ask', '-o', 'socket', 'hi'], { env: server.env });
    socket.close();
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', 0]);
    expect(readStderr(result).problems[0]?.line).toMatch(/can't write to socket/);
  });

  it.each([
    ['-o', /names no file/],
    ['-f', /no such file/],
  ])('%s without a name: exit 2', async (flag, why) => {
    const result = await run(['ask', flag, '', 'hi'], { env: server.env });
    expect([result.code, server.requests.length]).toEqual([2, 0]);
    expect(readStderr(result).problems[0]?.line).toMatch(why);
  });

  it('a name that is as long as it may be is written', async () => {
    const name = 'n'.repeat(250);
    expect((await run(['ask', '-o', name, 'hi'], { env: server.env })).code).toBe(0);
    expect(readFileSync(inCwd(name), 'utf8')).toBe('ok\n');
  });
});
