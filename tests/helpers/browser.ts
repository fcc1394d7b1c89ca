import { execFile, execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { tempDir } from './temp-dir.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
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

/** What became of a page in a browser. */
export interface Shown {
  /** The document as it is in the end, as markup. */
  readonly dom: string;
  /** What the browser complained about, or a script said. */
  readonly console: readonly string[];
}

/** Opens the page in `file` in a window of this size, and waits until it has loaded all that it loads. */
export async function showPage(browser: string, file: string, size: string): Promise<Shown> {
  const { stdout, stderr } = await promisify(execFile)(
    browser,
    [
      '--headless',
      // Root, as in many a container, has no sandbox to give.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      `--user-data-dir=${tempDir()}`,
      `--window-size=${size}`,
      '--enable-logging=stderr',
      '--dump-dom',
      pathToFileURL(file).href,
    ],
    { timeout: TIME_LIMIT, maxBuffer: 1 << 26 },
  );
  return { dom: stdout, console: stderr.split('\n').filter((line) => line.includes('CONSOLE')) };
}
