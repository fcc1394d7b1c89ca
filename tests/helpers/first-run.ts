import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll } from 'vitest';
import { bundle } from './bundle.ts';
import { tunnelTo } from './fake-proxy.ts';
import { type FakeServer, type Reply, startFakeServer, status, TEST_CERTIFICATE } from './fake-server.ts';
import { cleanEnv, testHome } from './home.ts';
import { CTRL_D, CTRL_Z } from './keys.ts';
import { serve } from './talk.ts';
import { openScreen, type Screen } from './terminal-emulator.ts';

const PROGRAM = fileURLToPath(new URL('../commands/programs/ai-chat.ts', import.meta.url));

let program: string;
beforeAll(async () => {
  program = await bundle(PROGRAM);
});

/** The one in use, which wants a key. */
const SERVER = 'https://server.test';

/** A key that is typed. */
export const KEY = 'sk-typed-0123456789abcdefghij';
export const KEY_QUESTION = `API key for ${SERVER}:`;
/** Asked wherever there is something to choose. */
export const QUESTION = 'Press a key (Enter is 1):';

/** The environment in which a server that wants a key is the one in use; nothing is there. */
export const KEYLESS = { OPENAI_BASE_URL: `${SERVER}/v1` };

const servers = new Set<FakeServer>();
afterEach(async () => {
  await Promise.all([...servers].map((server) => server.close()));
  servers.clear();
});

/** A server elsewhere that wants a key, {@link SERVER}, and the environment in which it is the one in use. */
export async function keyServer(
  ...replies: readonly Reply[]
): Promise<FakeServer & { readonly env: Record<string, string> }> {
  const server = await startFakeServer(replies, { tls: true });
  servers.add(server);
  const proxy = await serve(tunnelTo(server.port));
  return Object.assign(server, {
    env: {
      ...KEYLESS,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: fileURLToPath(TEST_CERTIFICATE),
    },
  });
}

/** Where ai-chat looks for servers on this machine: at these, under the names that they usually have. */
export function localServers(
  found: Readonly<Record<string, { readonly baseUrl: string }>>,
  patienceMs = 15_000,
) {
  const list = Object.entries(found).map(([name, { baseUrl }]) => ({ name, baseUrl }));
  return { TEST_LOCAL_SERVERS: JSON.stringify({ servers: list, patienceMs }) };
}

/** `ai-chat` with `args`, and a `redirection` of the shell, in a window; behind it its exit code and the terminal's mode. */
export function open(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  redirection = '',
): Screen {
  const line =
    // The shell outlives the Ctrl-C that it gets too.
    `trap : INT; sh -c 'echo $$ >"$HOME/pid"; exec "$@"' sh "$@" ${redirection}; ` +
    'echo "exit $?, $(stty -a | grep -ow "[-]*icanon\\|[-]*echo\\|[-]*isig" | sort | tr "\\n" " ")"; ' +
    // No byte of the output is lost with the window.
    'read -r _';
  return openScreen('sh', ['-c', line, 'sh', process.execPath, program, ...args], {
    cwd: testHome().cwd,
    rows: 40,
    env: { ...cleanEnv(), ...localServers({}), ...env },
  });
}

/** Sends ai-chat itself a signal, and not the shell around it. */
export function signal(name: NodeJS.Signals): void {
  process.kill(Number(readFileSync(join(testHome().home, 'pid'), 'utf8')), name);
}

/** How {@link open} ends when the terminal is as it was. */
export const ended = (code: number) => `exit ${code}, echo icanon isig`;

/** A server's list of models. */
export function models(...ids: readonly string[]): Reply {
  return status(200, { object: 'list', data: ids.map((id) => ({ id })) });
}

/** Resolves when the cursor stands behind `question`. */
export const asked = (screen: Screen, question: string): Promise<void> =>
  screen.until(() => (screen.lines()[screen.cursor().row] ?? '').endsWith(question.trimEnd()));

/** Types an answer at each question in turn, once the cursor stands behind it. */
export async function answerAll(
  screen: Screen,
  steps: readonly (readonly [question: string, keys: string])[],
): Promise<void> {
  for (const [question, keys] of steps) {
    await asked(screen, question);
    screen.type(keys);
  }
}

/** What takes {@link KEY}. */
export const TYPE_KEY = [
  [QUESTION, '1'],
  [KEY_QUESTION, `${KEY}\r`],
] as const;

/** Leaves the chat that has begun. */
export async function leaveChat(screen: Screen): Promise<void> {
  await answerAll(screen, [['You:', CTRL_D]]);
  await screen.until(ended(0));
}

/** Leaves from where there is something to choose. */
export async function giveUp(screen: Screen): Promise<void> {
  await answerAll(screen, [[QUESTION, 'q']]);
  await screen.until(ended(2));
}

const PASTE_ON = '\u001b[?2004h';

/** Types `keys`, behind what was pasted if that comes first; resolves when all of it has been read. */
export async function typedThrough(screen: Screen, keys: string): Promise<void> {
  const modes = () => screen.raw.split(PASTE_ON).length;
  const before = modes();
  // There is no shell that could continue what it stops: the mode is left, and entered again.
  screen.type(`${keys}${CTRL_Z}`);
  await screen.until(() => modes() > before);
}

export const configFile = (): string => join(testHome().config, 'config.json');

export const config = () => JSON.parse(readFileSync(configFile(), 'utf8')) as Record<string, unknown>;
