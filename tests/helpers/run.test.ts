import { describe, expect, it } from 'vitest';
import { testHome } from './home.ts';
import { startCommand } from './run.ts';

const node = (script: string) => [process.execPath, '-e', script];

describe('startCommand', () => {
  it('gives code, text and bytes, in a clean environment and an empty folder', async () => {
    const script = `process.stdout.write(JSON.stringify([process.cwd(), Object.keys(process.env)]));
      process.stderr.write('é'); process.exitCode = 3`;
    const { code, signal, stdout, stdoutBytes, stderr } = await startCommand(node(script)).result;
    expect({ code, signal, stderr }).toEqual({ code: 3, signal: null, stderr: 'é' });
    expect(stdoutBytes.toString()).toBe(stdout);
    const [cwd, names] = JSON.parse(stdout) as [string, string[]];
    expect(cwd).toBe(testHome().cwd);
    expect(names.filter((name) => /OPENAI|PROXY|NODE|npm/i.test(name))).toEqual([]);
  });

  it('writes input and closes it', async () => {
    const { stdout } = await startCommand(node('process.stdin.pipe(process.stdout)'), { input: 'one\ntwo' })
      .result;
    expect(stdout).toBe('one\ntwo');
  });

  it('waits for text, talks to it, and hears how it ended', async () => {
    const cat = startCommand(node('process.stdin.pipe(process.stdout)'), { stdin: 'open' });
    cat.write('ping');
    await cat.until('stdout', /ping/);
    cat.kill();
    expect(await cat.result).toMatchObject({ code: null, signal: 'SIGTERM', stdout: 'ping' });
  });

  it('closes the reader of its output', async () => {
    const script = `process.stdout.on('error', (error) => { process.stderr.write(error.code); process.exit(0) });
      setInterval(() => process.stdout.write('x'), 5)`;
    const writer = startCommand(node(script));
    await writer.until('stdout', 'x');
    writer.closeStdout();
    expect((await writer.result).stderr).toMatch(/^(EPIPE|EOF)$/);
  });

  it('fails with what was printed when it ends too early or runs too long', async () => {
    const early = startCommand(node('process.stdout.write("so far")'));
    await expect(early.until('stdout', 'never')).rejects.toThrow('so far');
    const late = startCommand(node('process.stdout.write("so far"); setInterval(() => {}, 1e6)'), {
      timeLimit: 3000,
    });
    await expect(late.until('stdout', 'never')).rejects.toThrow(/still runs after 3000 ms[\s\S]*so far/);
    await expect(late.result).rejects.toThrow('so far');
  });
});
