import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BINARY } from '../helpers/built.ts';
import { answer, chunk, DONE, hold, sse } from '../helpers/fake-server.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { type Running, run, startCommand } from '../helpers/run.ts';
import { serve } from '../helpers/talk.ts';
import { atPrompt, ended, openScript } from '../helpers/window.ts';
import { filesIn, KEYS } from './secrets.ts';

/** Runs the binary under a umask. */
function startUnder(
  umask: string,
  args: readonly string[],
  options: Parameters<typeof startCommand>[1],
): Running {
  return startCommand(
    ['/bin/sh', '-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, BINARY, ...args],
    options,
  );
}

/** Every file and folder under `path`, that one too, with its mode. */
function modesIn(path: string): Readonly<Record<string, string>> {
  const walk = (at: string): [string, string][] => {
    const stats = statSync(at);
    const own: [string, string] = [relative(path, at) || '.', (stats.mode & 0o7777).toString(8)];
    return [own, ...(stats.isDirectory() ? readdirSync(at).flatMap((name) => walk(join(at, name))) : [])];
  };
  return Object.fromEntries(walk(path));
}

function expectPrivate(path: string): void {
  const open = Object.entries(modesIn(path)).filter(([, mode]) => mode !== '600' && mode !== '700');
  expect(open).toEqual([]);
}

const POSIX = process.platform !== 'win32';

describe.skipIf(!POSIX)('what is written is for its owner alone', () => {
  it.each(['000', '022', '077'])('under umask %s', async (umask) => {
    const { home, cwd } = testHome();
    // Folders above it, too, that are made on the way.
    const config = join(home, 'new', 'config');
    const server = await serve(sse([chunk('so'), hold]), answer('fine'));
    const env = { ...server.env, AI_CHAT_CONFIG_DIR: config };
    const under = (args: readonly string[], input = '') => startUnder(umask, args, { env, input }).result;

    const talking = startUnder(umask, ['ask', '-s', 'trip', 'hi'], { env });
    await talking.until('stdout', 'so');
    expectPrivate(join(home, 'new'));
    talking.kill('SIGINT');
    await talking.result;

    await under(['config', 'set', 'apiKey'], KEYS.file);
    await under(['config', 'set', 'timeout', '20']);
    writeFileSync(join(config, 'conversations', 'damaged00000.json'), '{', { mode: 0o600 });
    await under(['history', 'list']);
    await under(['chat'], 'hello\n/rename talk\n');
    await under(['history', 'export', 'talk', '--format', 'json', '-o', 'export.json']);
    await under(['ask', '-o', 'answer.txt', 'hi']);
    await under(['history', 'import', join(cwd, 'export.json')]);
    await under(['history', 'rename', 'talk', 'talk2']);
    const { code } = await under(['history', 'delete', 'trip']);
    expect(code).toBe(0);
    expectPrivate(join(home, 'new'));
    expect(Object.keys(modesIn(config)).length).toBeGreaterThan(4);
    // What the user asked for has the modes that any file of theirs gets.
    const usual = (0o666 & ~Number.parseInt(umask, 8)).toString(8);
    expect(modesIn(cwd)).toMatchObject({ 'export.json': usual, 'answer.txt': usual });
  });

  it('a message in an editor too, and what was typed', async () => {
    const { home, config } = testHome();
    const TMPDIR = join(home, 'tmp');
    mkdirSync(TMPDIR);
    const editor = join(home, 'editor.sh');
    writeFileSync(editor, 'umask; ls -ldn "$(dirname "$1")" "$1" >"$MODES"; echo written >"$1"\n');
    const server = await serve(answer('fine'));
    const MODES = join(home, 'modes');
    const env = { ...server.env, TMPDIR, MODES, EDITOR: `sh ${editor}` };
    const screen = openScript('umask 000; ai chat', env);
    await screen.until(atPrompt(screen));
    screen.type('/edit\r');
    await screen.until('fine');
    await screen.until(atPrompt(screen));
    screen.type('/quit\r');
    expect((await ended(screen)).code).toBe(0);
    expect(readFileSync(MODES, 'utf8')).toMatch(/^drwx------ .*\n-rw------- /);
    expectPrivate(config);
    expect(existsSync(join(config, 'input-history.jsonl'))).toBe(true);
    expect(filesIn(TMPDIR)).toEqual([]);
  });

  it('and where others can read it, that is said once, with the command that mends it', async () => {
    const { config } = testHome();
    const file = join(config, 'config.json');
    mkdirSync(config);
    writeFileSync(file, '{}');
    chmodSync(config, 0o755);
    chmodSync(file, 0o640);
    const { stderr } = await run(['config', 'list']);
    const commands = [...stderr.matchAll(/^ai-chat: warning: others .* can read .*; `(.*)` stops them$/gm)];
    expect(commands.map(([, command]) => command)).toEqual([`chmod 700 ${config}`, `chmod 600 ${file}`]);
    expect((await run(['config', 'list'])).stderr).toBe('');
    expect((await run(['ask', '--demo', '-q', 'hi'])).stderr).toBe('');
    for (const [, command = ''] of commands) await startCommand(['/bin/sh', '-c', command]).result;
    expectPrivate(config);
    expect((await run(['config', 'list'])).stderr).toBe('');
    chmodSync(file, 0o604);
    expect((await run(['ask', '--demo', 'hi'])).stderr).toContain(`chmod 600 ${file}`);
  });
});

describe.skipIf(!existsSync('/proc/self/environ'))('what is told to other programs', () => {
  it.each(['config edit', 'chat'])('holds no key that was not in it: the editor of %s', async (command) => {
    const { home, config, cwd } = testHome();
    const server = await serve(answer('fine'), answer('second'));
    mkdirSync(config, { mode: 0o700 });
    const settings = { apiKey: KEYS.file, baseUrl: server.baseUrl };
    writeFileSync(join(config, 'config.json'), JSON.stringify(settings), { mode: 0o600 });
    writeFileSync(join(cwd, '.env'), `OPENAI_API_KEY='${KEYS.dotenv}'\n`);
    const TOLD = join(home, 'told');
    const editor = join(home, 'editor.sh');
    writeFileSync(
      editor,
      'cat /proc/self/environ /proc/$$/cmdline /proc/$PPID/cmdline /proc/$PPID/environ >"$TOLD"; touch "$1"\n',
    );
    const screen = openScript(`ai ${command}`, { TOLD, EDITOR: `sh ${editor}` });
    if (command === 'chat') {
      await screen.until(atPrompt(screen));
      screen.type('hi\r');
      await screen.until('fine');
      await screen.until(atPrompt(screen));
      screen.type('/edit secret words\r');
      await screen.until('second');
      await screen.until(atPrompt(screen));
      screen.type('/quit\r');
    }
    expect((await ended(screen)).code).toBe(0);
    const told = readFileSync(TOLD, 'latin1');
    expect(told).toContain('AI_CHAT_CONFIG_DIR');
    for (const secret of [KEYS.file, KEYS.dotenv, 'secret words']) expect(told).not.toContain(secret);
    expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${KEYS.dotenv}`)).toBe(
      true,
    );
  });

  it('is nothing of a question, a key or an answer: the process itself', async () => {
    const server = await serve(sse([chunk('an answer'), hold]), sse([DONE]));
    const talking = startCommand([process.execPath, BINARY, 'ask', '--debug'], {
      env: { ...cleanEnv(), ...server.env },
      input: 'a question',
    });
    await talking.until('stdout', 'an answer');
    const told = ['cmdline', 'environ', 'comm'].map((name) =>
      readFileSync(`/proc/${talking.pid}/${name}`, 'latin1'),
    );
    talking.kill('SIGINT');
    await talking.result;
    expect(told.join('')).not.toMatch(/a question|an answer/);
  });
});
