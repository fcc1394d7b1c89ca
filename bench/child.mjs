// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A process to measure.
 *
 * @typedef {object} Side
 * @property {readonly string[]} command
 * @property {Readonly<Record<string, string>>} [env] added to a clean environment
 * @property {string} [input] a file that is its standard input
 * @property {boolean} [terminal] whether its output is a terminal's
 * @property {() => void | Promise<void>} [before] done before each run, and not measured
 * @property {(stdout: string) => boolean} check whether it did what it was asked for
 */

/**
 * What one run took. CPU time and memory of a process that is Node, and only where they are asked for.
 *
 * @typedef {{ wallMs: number, cpuMs: number, peakMb: number }} Cost
 */

const USAGE = fileURLToPath(new URL('usage.cjs', import.meta.url));

/** Folders that are gone when the bench ends. @type {string[]} */
const folders = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder for as long as the bench runs. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ai-chat-bench-'));
  folders.push(folder);
  return folder;
}

const home = temporaryFolder();
const usageFile = join(home, 'usage.json');

/**
 * The environment of a machine that has just been set up. NODE_EXTRA_CA_CERTS, which makes each start of Node slower, is not
 * in it, nor is anything else that would change what is measured.
 */
export function cleanEnv() {
  /** @type {Record<string, string>} */
  const env = { HOME: home, USERPROFILE: home, APPDATA: home, LANG: 'C.UTF-8' };
  for (const name of ['PATH', 'SystemRoot', 'PATHEXT', 'TEMP']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/**
 * Runs it once. Throws when it fails, or did not do what it was asked for.
 *
 * @param {Side} side @param {{ readonly usage?: boolean }} [options] @returns {Promise<Cost>}
 */
export async function run(side, { usage = false } = {}) {
  await side.before?.();
  const env = { ...cleanEnv(), ...side.env };
  const [program = '', ...args] = side.command;
  const probed = usage ? [...nodeFlags(), ...args] : args;
  if (usage) Object.assign(env, { AI_CHAT_BENCH_USAGE: usageFile });
  const { wallMs, code, stdout, stderr } = await (side.terminal ? onTerminal : onPipe)(
    program,
    probed,
    env,
    side.input,
  );
  if (code !== 0 || !side.check(stdout)) {
    const printed = `it ended with ${code}, and printed: ${stdout.slice(0, 300)}${stderr.slice(0, 300)}`;
    throw new Error(`${side.command.join(' ')} did not do what it was asked for: ${printed}`);
  }
  const used = usage
    ? JSON.parse(readFileSync(usageFile, 'utf8'))
    : { cpuMs: Number.NaN, peakMb: Number.NaN };
  return { wallMs, ...used };
}

function nodeFlags() {
  return ['--require', USAGE];
}

/** @typedef {{ wallMs: number, code: number | null, stdout: string, stderr: string }} Ended */

/**
 * @param {string} program @param {readonly string[]} args @param {Record<string, string>} env
 * @param {string | undefined} input @returns {Promise<Ended>}
 */
async function onPipe(program, args, env, input) {
  const { openSync, closeSync } = await import('node:fs');
  const stdin = input === undefined ? undefined : openSync(input, 'r');
  /** @type {Buffer[]} */
  const printed = [];
  /** @type {Buffer[]} */
  const said = [];
  const startedAt = performance.now();
  const child = spawn(program, args, { env, cwd: home, stdio: [stdin ?? 'ignore', 'pipe', 'pipe'] });
  if (stdin !== undefined) closeSync(stdin);
  child.stdout?.on('data', (bytes) => printed.push(bytes));
  child.stderr?.on('data', (bytes) => said.push(bytes));
  return new Promise((resolve, reject) => {
    let wallMs = 0;
    child.on('error', reject);
    child.on('exit', () => {
      wallMs = performance.now() - startedAt;
    });
    child.on('close', (code) =>
      resolve({
        wallMs,
        code,
        stdout: Buffer.concat(printed).toString(),
        stderr: Buffer.concat(said).toString(),
      }),
    );
  });
}

/**
 * @param {string} program @param {readonly string[]} args @param {Record<string, string>} env
 * @returns {Promise<Ended>}
 */
async function onTerminal(program, args, env) {
  const { spawn: open } = await import('@lydell/node-pty');
  const startedAt = performance.now();
  const terminal = open(program, [...args], {
    name: 'xterm-256color',
    cols: 100,
    rows: 40,
    cwd: home,
    env: { ...env, COLORTERM: 'truecolor' },
  });
  let stdout = '';
  terminal.onData((text) => {
    stdout += text;
  });
  return new Promise((resolve) => {
    terminal.onExit(({ exitCode }) =>
      resolve({ wallMs: performance.now() - startedAt, code: exitCode, stdout, stderr: '' }),
    );
  });
}
