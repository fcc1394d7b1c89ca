import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { type RunOptions, run, start, startCommand } from '../helpers/run.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import { readStderr } from './promises.ts';

const OK = answer('ok');
const MEGABYTE = 2 ** 20;

/** Runs `command`, in which `"$@"` is ai-chat with these arguments, in a shell. */
function shell(command: string, args: readonly string[], options: RunOptions = {}) {
  return startCommand(['sh', '-c', command, 'sh', process.execPath, BINARY, ...args], options).result;
}

describe('what arrives', () => {
  it.each([
    ['nothing adds nothing', '', 'hi'],
    ['blank lines', '\n\n', 'hi\n\n\n\n'],
    ['a byte order mark', '\uFEFFx', 'hi\n\n\uFEFFx'],
    ['control characters', 'a\0b\u001b[31m\r\nc\td\u2028', 'hi\n\na\0b\u001b[31m\r\nc\td\u2028'],
    ['what looks like a command', '/quit\n', 'hi\n\n/quit\n'],
    ['what looks like JSON', '"}],"model":"x"', 'hi\n\n"}],"model":"x"'],
    ['characters of four bytes', '👩‍👩‍👧‍👦 𝕏', 'hi\n\n👩‍👩‍👧‍👦 𝕏'],
  ])('is what was sent: %s', async (_what, input, question) => {
    const server = await serve(OK);
    const { code, stderr } = await run(['ask', 'hi'], { env: server.env, input });
    expect([code, stderr, saidTo(server, 0)[1]]).toEqual([0, '', `user: ${question}`]);
  });

  it('is 10 MB, byte for byte', async () => {
    const server = await serve(OK);
    const input = 'Zeile € 🙂\n'.repeat((10 * MEGABYTE) / 16);
    const { code, stdout } = await run(['ask', 'hi'], { env: server.env, input });
    expect([code, stdout]).toEqual([0, 'ok\n']);
    expect(saidTo(server, 0)[1] === `user: hi\n\n${input}`).toBe(true);
  });

  it('is split within a character', async () => {
    const server = await serve(OK);
    const running = start(['ask', 'hi'], { env: server.env, stdin: 'open' });
    const bytes = Buffer.from('a🙂b');
    for (const byte of bytes) {
      running.write(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    running.closeStdin();
    expect((await running.result).code).toBe(0);
    expect(saidTo(server, 0)[1]).toBe('user: hi\n\na🙂b');
  });
});

describe('nothing to read', () => {
  it.each([
    ['the null device', {}],
    ['closed', { stdin: 'closed' }],
  ] as const)('%s: the words alone go, and without words it is an error', async (_what, options) => {
    const server = await serve(OK);
    const asked = await run(['ask', 'hi'], { env: server.env, ...options });
    expect([asked.code, asked.stdout, asked.stderr]).toEqual([0, 'ok\n', '']);
    expect(saidTo(server, 0)[1]).toBe('user: hi');
    const empty = await run(['ask'], { env: server.env, ...options });
    expect([empty.code, empty.stdout, server.requests.length]).toEqual([2, '', 1]);
    expect(readStderr(empty).problems).toHaveLength(1);
    const chat = await run(['chat'], { env: server.env, ...options });
    expect([chat.code, chat.stdout, chat.stderr]).toEqual([0, '', '']);
  });

  it('open and silent: says that it waits, and goes on when it comes', async () => {
    const server = await serve(OK);
    const running = start(['ask', 'hi'], { env: server.env, stdin: 'open' });
    await running.until('stderr', '--no-stdin');
    expect(server.requests).toHaveLength(0);
    running.write('late\n');
    running.closeStdin();
    const { code, stdout, stderr } = await running.result;
    expect([code, stdout]).toEqual([0, 'ok\n']);
    expect(stderr).toMatch(/^ai-chat: .*--no-stdin.*\n$/);
    expect(saidTo(server, 0)[1]).toBe('user: hi\n\nlate\n');
  });

  it('open, silent and not to be read', async () => {
    const server = await serve(OK);
    const { code, stderr } = await run(['ask', '--no-stdin', 'hi'], { env: server.env, stdin: 'open' });
    expect([code, stderr]).toEqual([0, '']);
  });

  it.skipIf(process.platform === 'win32')('a folder is refused', async () => {
    const server = await serve(OK);
    mkdirSync(join(testHome().cwd, 'folder'));
    const result = await shell('exec "$@" < folder', ['ask', 'hi'], { env: server.env });
    expect([result.code, server.requests.length]).toEqual([2, 0]);
    expect(readStderr(result).problems[0]?.line).toContain('directory');
  });
});

describe('bytes that are not UTF-8', () => {
  it.each([
    ['Latin-1', Buffer.from('caf\xe9', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFhello', 'utf16le')],
    ['half a character at the end', Buffer.from('🙂').subarray(0, 3)],
    ['an overlong form', Uint8Array.of(0xc0, 0xaf)],
    ['half a pair of surrogates', Uint8Array.of(0xed, 0xa0, 0x80)],
    ['a megabyte of noise', Buffer.alloc(MEGABYTE, 0x80)],
  ])('are refused: %s', async (_what, input) => {
    const server = await serve(OK);
    const result = await run(['ask', 'hi'], { env: server.env, input });
    expect([result.code, result.stdout, server.requests.length]).toEqual([2, '', 0]);
    expect(readStderr(result).problems).toEqual([
      { line: expect.stringMatching(/not UTF-8/), hint: expect.stringMatching(/iconv/) },
    ]);
  });

  it('in a line of a chat do not stop the lines that follow', async () => {
    const server = await serve(OK);
    const input = Buffer.concat([Buffer.from('one\n'), Uint8Array.of(0xff, 0x0a), Buffer.from('two\n')]);
    const result = await run(['chat'], { env: server.env, input });
    expect([result.code, result.stdout]).toEqual([2, 'ok\nok\n']);
    expect(readStderr(result).problems[0]?.line).toMatch(/not UTF-8/);
  });
});

describe('lines of a chat', () => {
  it('end with LF, CR LF or the end', async () => {
    const server = await serve(OK);
    const { code } = await run(['chat'], { env: server.env, input: 'one\r\n \ntwo\n\nthree' });
    expect([code, server.requests.length]).toEqual([0, 3]);
    expect(saidTo(server, 2).filter((said) => said.startsWith('user'))).toEqual([
      'user: one',
      'user: two',
      'user: three',
    ]);
  });

  it('may be long', async () => {
    const server = await serve(OK);
    const line = 'x'.repeat(5 * MEGABYTE);
    const { code } = await run(['chat'], { env: server.env, input: `${line}\n/quit\n` });
    expect([code, saidTo(server, 0)[1]?.length]).toEqual([0, line.length + 'user: '.length]);
  });
});

describe.skipIf(process.platform === 'win32')('streams that are not there', () => {
  it('standard error: the answer comes all the same', async () => {
    const server = await serve(OK);
    const { code, stdout } = await shell('exec "$@" 2>&-', ['ask', 'hi'], { env: server.env });
    expect([code, stdout]).toEqual([0, 'ok\n']);
  });

  it('standard error, with something to say', async () => {
    const { code, stdout } = await shell('exec "$@" 2>&-', ['ask', '--session', '../x', 'hi']);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('standard output: nobody reads, which is no error', async () => {
    const server = await serve(OK);
    const { code, stderr } = await shell('exec "$@" >&-', ['ask', 'hi'], { env: server.env });
    expect([code, stderr]).toEqual([0, '']);
  });

  it.skipIf(process.platform !== 'linux')('a full disk behind standard output is an error', async () => {
    const server = await serve(OK);
    const result = await shell('exec "$@" > /dev/full', ['ask', 'hi'], { env: server.env });
    expect(result.code).toBe(2);
    expect(readStderr(result).problems).toHaveLength(1);
  });
});

it('a file that goes with the question is refused when it is not UTF-8 text', async () => {
  const server = await serve(OK);
  writeFileSync(join(testHome().cwd, 'x.bin'), Uint8Array.of(0x61, 0xff));
  const result = await run(['ask', '-f', 'x.bin', 'hi'], { env: server.env });
  expect([result.code, server.requests.length]).toEqual([2, 0]);
  expect(readStderr(result).problems).toHaveLength(1);
});
