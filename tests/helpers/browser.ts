import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import { tempDir } from './temp-dir.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** For one answer of the browser's, in ms. */
const TIME_LIMIT = 25_000;

/** Chromium's command; undefined, and said so on stderr, where there is none: a skipped test is not a passed one. */
export function findBrowser(): string | undefined {
  const found = NAMES.find((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (!found) process.stderr.write('chromium is not installed: pages are not tried in a browser\n');
  return found;
}

/** How a page is looked at. */
export interface View {
  /** Pixels of CSS; as narrow as a phone's too, which a window of a computer cannot be. */
  readonly width: number;
  readonly height: number;
  /** `screen` unless told. */
  readonly media?: 'screen' | 'print';
  /** Which the reader's system prefers; `light` unless told. */
  readonly scheme?: 'light' | 'dark';
}

/** A page in a browser, with all that it loads. */
export interface Page {
  look(view: View): Promise<void>;
  /** What JavaScript makes of the page, as JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** What the browser complained about, or a script said. */
  readonly console: readonly string[];
}

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Opens the page in `file` as `view` says; the browser ends with the test. */
export async function openPage(browser: string, file: string, view: View): Promise<Page> {
  const client = startBrowser(browser);
  const heard: string[] = [];
  const { targetId } = await client.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await client.call('Target.attachToTarget', { targetId, flatten: true });
  const call = (method: string, params: object = {}) => client.call(method, params, String(sessionId));
  client.on('Log.entryAdded', ({ entry }) => heard.push(JSON.stringify(entry)));
  client.on('Runtime.consoleAPICalled', ({ args }) => heard.push(JSON.stringify(args)));
  client.on('Runtime.exceptionThrown', ({ exceptionDetails }) =>
    heard.push(JSON.stringify(exceptionDetails)),
  );
  const loaded = new Promise<void>((resolve) => client.on('Page.loadEventFired', () => resolve()));
  for (const domain of ['Page', 'Log', 'Runtime']) await call(`${domain}.enable`);

  const page: Page = {
    console: heard,
    async look({ width, height, media = 'screen', scheme = 'light' }) {
      await call('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: width < 500,
      });
      await call('Emulation.setEmulatedMedia', {
        media,
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      });
    },
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', {
        expression,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { readonly value: T }).value;
    },
  };
  await page.look(view);
  await call('Page.navigate', { url: pathToFileURL(file).href });
  await loaded;
  return page;
}

type Fields = Readonly<Record<string, unknown>>;

/** One message of the DevTools protocol: an answer has the id of its call, an event none. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Fields;
  readonly result?: Fields;
  readonly error?: { readonly message: string };
}

/** Speaks the DevTools protocol with a browser of its own, over a pipe: JSON with a NUL behind it. */
function startBrowser(browser: string) {
  const flags = [
    '--headless',
    // Root, as in many a container, has no sandbox to give.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--no-first-run',
    `--user-data-dir=${tempDir()}`,
    '--remote-debugging-pipe',
  ];
  const child = spawn(browser, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  running.add(child);
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Map<string, (params: Fields) => void>();
  let rest = '';
  let calls = 0;
  const giveUp = (message: string) => {
    for (const answer of [...waiting.values()]) answer({ error: { message } });
  };
  child.on('error', ({ message }) => giveUp(message)).on('exit', () => giveUp('the browser ended'));
  input.on('error', () => {});
  output.setEncoding('utf8').on('data', (data: string) => {
    const messages = (rest + data).split('\0');
    rest = messages.pop() ?? '';
    for (const text of messages) {
      const message = JSON.parse(text) as Message;
      if (message.id !== undefined) waiting.get(message.id)?.(message);
      else listeners.get(message.method ?? '')?.(message.params ?? {});
    }
  });
  return {
    on: (event: string, listener: (params: Fields) => void) => void listeners.set(event, listener),
    call(method: string, params: object, sessionId?: string): Promise<Fields> {
      calls += 1;
      const id = calls;
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          waiting.delete(id);
          act();
        };
        const fail = (why: string) => settle(() => reject(new Error(`${method}: ${why}`)));
        const timer = setTimeout(() => fail(`no answer in ${TIME_LIMIT} ms`), TIME_LIMIT);
        waiting.set(id, ({ result = {}, error }) =>
          error ? fail(error.message) : settle(() => resolve(result)),
        );
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
    },
  };
}
