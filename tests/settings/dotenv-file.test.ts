import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDotenv } from '../../src/settings/dotenv-file.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const isPosix = process.platform !== 'win32';

/** What a `.env` with these bytes gives, and the warnings that it causes. */
async function read(content: string | Uint8Array, folder = tempDir()) {
  writeFileSync(join(folder, '.env'), content);
  return readIn(folder);
}

async function readIn(folder: string) {
  const warnings: string[] = [];
  const values = await readDotenv(folder, (message) => warnings.push(message));
  return { values, warnings };
}

describe('.env', () => {
  it('gives nothing where there is none', async () => {
    expect(await readIn(tempDir())).toEqual({ values: {}, warnings: [] });
  });

  it('gives the names of the table and no others, and sets none', async () => {
    const before = { ...process.env };
    const text =
      'OPENAI_API_KEY=sk-1\nexport OPENAI_MODEL="m x" # why\nNODE_OPTIONS=--inspect\nHTTPS_PROXY=http://evil\n';
    expect(await read(text)).toEqual({
      values: { OPENAI_API_KEY: 'sk-1', OPENAI_MODEL: 'm x' },
      warnings: [],
    });
    expect({ ...process.env }).toEqual(before);
  });

  it('takes a byte order mark, CRLF and values of several lines', async () => {
    const text = '\uFEFFOPENAI_API_KEY=sk-1\r\nAI_CHAT_SYSTEM_PROMPT="one\r\n\r\ntwo"\r\n';
    const { values } = await read(text);
    expect(values).toEqual({ OPENAI_API_KEY: 'sk-1', AI_CHAT_SYSTEM_PROMPT: 'one\n\ntwo' });
  });

  it('counts empty as unset', async () => {
    expect((await read('OPENAI_API_KEY=\nOPENAI_MODEL="  "\nAI_CHAT_TIMEOUT=5\n')).values).toEqual({
      AI_CHAT_TIMEOUT: '5',
    });
  });

  it('is not looked for anywhere else', async () => {
    const parent = tempDir();
    const folder = join(parent, 'inner');
    mkdirSync(folder);
    writeFileSync(join(parent, '.env'), 'OPENAI_MODEL=outer');
    writeFileSync(join(folder, '.env.local'), 'OPENAI_MODEL=local');
    expect((await readIn(folder)).values).toEqual({});
  });

  it('may be a Python environment: a folder is passed over in silence', async () => {
    const folder = tempDir();
    mkdirSync(join(folder, '.env'));
    expect(await readIn(folder)).toEqual({ values: {}, warnings: [] });
  });

  it.each([
    ['UTF-16', Buffer.from('\uFEFFOPENAI_MODEL=m', 'utf16le'), /not UTF-8/],
    ['bytes that are no text', Uint8Array.of(0x4f, 0xff, 0xfe), /not UTF-8/],
    ['more than 1 MB', Buffer.alloc(1024 * 1024 + 1, 'a'), /larger than 1 MB/],
  ])('that is %s is passed over with one warning', async (_, bytes, why) => {
    const { values, warnings } = await read(bytes);
    expect(values).toEqual({});
    expect(warnings).toEqual([expect.stringMatching(why)]);
  });

  it.runIf(isPosix)('that is a pipe or a device is not waited for', async () => {
    const pipe = tempDir();
    execFileSync('mkfifo', [join(pipe, '.env')]);
    const device = tempDir();
    symlinkSync('/dev/zero', join(device, '.env'));
    for (const folder of [pipe, device]) {
      const { values, warnings } = await readIn(folder);
      expect(values).toEqual({});
      expect(warnings).toEqual([expect.stringContaining('no regular file')]);
    }
  });

  it.runIf(isPosix)('may be a link to a file', async () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'shared'), 'OPENAI_MODEL=m');
    symlinkSync('shared', join(folder, '.env'));
    expect((await readIn(folder)).values).toEqual({ OPENAI_MODEL: 'm' });
  });

  it.each([
    ['line breaks', '\n'],
    ['blank lines', ' \r\n'],
    ['exports', `export${'\n'.repeat(45)}`],
  ])('of 1 MB of %s holds nobody up', async (_, unit) => {
    const name = 'OPENAI_MODEL=m\n';
    const text = unit.repeat((1024 * 1024 - name.length) / unit.length) + name;
    expect((await read(text)).values).toEqual({ OPENAI_MODEL: 'm' });
  });

  it('never throws, whatever is in it', async () => {
    const folder = tempDir();
    const line = fc.string({ unit: fc.constantFrom(...'OPENAI_MODEL=\'"`\\#\n\r :exportx') });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), line), async (content) => {
        const { values } = await read(content, folder);
        for (const value of Object.values(values)) expect(value?.trim()).toBeTruthy();
      }),
    );
  });
});
