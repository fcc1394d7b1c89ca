import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { testHome } from '../helpers/home.ts';
import { type RunOptions, type RunResult, run } from '../helpers/run.ts';

/** Keys, none of OpenAI's form, so that only knowing them can hide them; with characters that URLs, JSON and HTML escape. */
export const KEYS = {
  environment: 'q"9\\Zk2+Lw8/Rt5&Vb1=Nc6%Tt!',
  dotenv: 'd0tenv-7Hs2/Jk4+Pq9"Xw1%Zz3',
  file: 'f1le-3Gt6+Yh8/Uj2"Mn5&Bv7=Cx',
} as const;
export const PROXY_PASSWORD = 'pr0xy:Pa$s/w0rd+Qe5%Rr';

/** Every form in which `secret` may stand somewhere, and be read by whoever finds it. */
export function formsOf(secret: string): readonly string[] {
  const url = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const forms = [secret, url, url.toLowerCase(), encodeURI(secret), json];
  return [
    ...new Set([
      ...forms,
      JSON.stringify(json).slice(1, -1),
      html,
      secret.toLowerCase(),
      ...base64sOf(secret),
    ]),
  ];
}

/** What base64 makes of it behind 0, 1 or 2 bytes more, without the digits that it shares with its neighbours. */
function base64sOf(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.from('.'.repeat(before) + secret);
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    return [bytes.toString('base64').slice(from, to), bytes.toString('base64url').slice(from, to)];
  });
}

const FORMS = [...Object.values(KEYS), PROXY_PASSWORD].flatMap(formsOf);

/** Fails where `text` holds a secret in any form. */
export function expectNoSecret(text: string, where: string): void {
  const found = FORMS.filter((form) => text.includes(form));
  expect(found, `${where}:\n${text.slice(0, 4000)}`).toEqual([]);
}

/** Runs the binary, and fails where what it printed holds a secret. */
export async function runClean(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const TMPDIR = join(testHome().home, 'tmp');
  const result = await run(args, { ...options, env: { TMPDIR, ...options.env } });
  expectNoSecret(result.stdout, `stdout of ai-chat ${args.join(' ')}`);
  expectNoSecret(result.stderr, `stderr of ai-chat ${args.join(' ')}`);
  return result;
}

/** Fails where a file in this test's folders holds a secret, and is not there to hold it. */
export function expectNothingWritten(): void {
  for (const file of filesIn(testHome().home)) {
    if (!['config.json', '.env'].includes(basename(file))) expectNoSecret(readFileSync(file, 'latin1'), file);
  }
}

/** Every file under `path`. */
export function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
