import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { startCommand } from '../helpers/run.ts';
import { buildProgram } from './programs/build.ts';

const isPosix = process.platform !== 'win32';
let program: string;

beforeAll(async () => {
  program = await buildProgram('set');
});

const start = (...args: string[]) => startCommand([process.execPath, program, ...args]);
const stored = () => JSON.parse(readFileSync(join(testHome().config, 'config.json'), 'utf8')) as unknown;

describe('processes that change the config file', () => {
  it('lose nothing of each other', async () => {
    const values = {
      baseUrl: 'https://a.example/v1',
      model: 'm',
      systemPrompt: 's',
      temperature: 1,
      maxTokens: 2,
      timeout: 3,
      maxRetries: 4,
      markdown: 'never',
      resume: 'never',
    };
    const runs = Object.entries({ ...values, apiKey: 'sk-1' }).map(
      ([name, value]) => start(name, String(value)).result,
    );
    for (const { stdout, stderr } of await Promise.all(runs))
      expect([stdout, stderr]).toEqual([expect.stringMatching(/^(the (API )?key .*\n)*stored\n$/), '']);
    expect(stored()).toEqual({
      ...values,
      apiKey: 'sk-1',
      // Whichever of the two came first.
      apiKeyServer: expect.stringMatching(/^https:\/\/(a\.example|api\.openai\.com)$/),
    });
    expect(readdirSync(testHome().config)).toEqual(['config.json']);
  });

  it('read .env with what the bundle has of dotenv', async () => {
    writeFileSync(join(testHome().cwd, '.env'), 'OPENAI_MODEL=m');
    expect((await start('model', 'x').result).stdout).toBe(
      'model is set in .env too, which comes first\nstored\n',
    );
  });

  it.runIf(isPosix)('leave the old file where the disk takes only a part of the new one', async () => {
    const { config } = testHome();
    mkdirSync(config);
    writeFileSync(join(config, 'config.json'), '{"model": "m"}');
    // A limit of 4 or 8 KB, as the shell counts, cuts a write short just like a disk that fills up.
    const limited = ['sh', '-c', 'ulimit -f 8; exec "$@"', 'sh', process.execPath, program];
    const { stdout } = await startCommand([...limited, 'systemPrompt', 'x'.repeat(50_000)]).result;
    expect(stdout).toMatch(/^can't write .*config\.json \(.*\)\n$/);
    expect(stored()).toEqual({ model: 'm' });
    expect(readdirSync(config)).toEqual(['config.json']);
  });

  it.runIf(isPosix)('hear of each interrupt once', async () => {
    const running = start('model', 'm', 'wait');
    await running.until('stdout', 'stored');
    running.kill('SIGTERM');
    await running.until('stdout', 'SIGTERM 1');
    running.kill('SIGHUP');
    await running.until('stdout', 'SIGHUP');
    expect(running.stdout).toBe('stored\nSIGTERM 1\nSIGHUP 2\n');
  });
});
