import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll } from 'vitest';
import { bundle } from '../helpers/bundle.ts';
import { tunnelTo } from '../helpers/fake-proxy.ts';
import {
  type FakeServer,
  type Reply,
  startFakeServer,
  status,
  TEST_CERTIFICATE,
} from '../helpers/fake-server.ts';
import { cleanEnv, testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import { openScreen, type Screen } from '../helpers/terminal-emulator.ts';

const PROGRAM = fileURLToPath(new URL('programs/ai-chat.ts', import.meta.url));

let program: string;
beforeAll(async () => {
  program = await bundle(PROGRAM);
});

const servers = new Set<FakeServer>();
afterEach(async () => {
  await Promise.all([...servers].map((server) => server.close()));
  servers.clear();
});

/** A server elsewhere that wants a key, `https://server.test`, and the environment in which it is the one in use. */
export async function keyServer(
  ...replies: readonly Reply[]
): Promise<FakeServer & { readonly env: Record<string, string> }> {
  const server = await startFakeServer(replies, { tls: true });
  servers.add(server);
  const proxy = await serve(tunnelTo(server.port));
  return Object.assign(server, {
    env: {
      OPENAI_BASE_URL: 'https://server.test/v1',
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
    'echo "exit $?, $(stty -a | grep -ow "[-]*icanon\\|[-]*echo\\|[-]*isig" | sort | tr "\\n" " ")"';
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

/** Asked wherever there is something to choose. */
export const QUESTION = 'Press a key (Enter is 1):';

/** Resolves when the cursor stands behind `question`. */
export const asked = (screen: Screen, question: string): Promise<void> =>
  screen.until(() => (screen.lines()[screen.cursor().row] ?? '').endsWith(question.trimEnd()));

export const configFile = (): string => join(testHome().config, 'config.json');

export const config = () => JSON.parse(readFileSync(configFile(), 'utf8')) as Record<string, unknown>;
