import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import type { Home } from '../helpers/home.ts';
import type { RunResult } from '../helpers/run.ts';
import { KEY } from './fault.ts';

/** What is said on stderr, line by line. */
export interface Said {
  readonly notes: readonly string[];
  /** `error: …` or `warning: …`, and `hint: …` */
  readonly problems: readonly { readonly line: string; readonly hint: string }[];
}

/** What a terminal or the eye would take for something else than text. */
const UNSAFE = /[^\P{Cc}\n]|[\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
const MARKUP = /<\/?[a-z!][^>]*>|<!--|<!doctype|&(?:[a-z]+|#\w+);/i;
const STACK = /^\s+at |node:internal|dist\/\S+\.js|\[object |undefined/m;

/** Our own words around the 300 characters that a server may say. */
const LONGEST_LINE = 300 + 250;

/** Takes stderr apart; fails where it holds anything but notes, and errors or warnings with a hint each. */
export function readStderr({ stderr }: RunResult): Said {
  expect(stderr).not.toMatch(UNSAFE);
  expect(stderr).not.toMatch(MARKUP);
  expect(stderr).not.toMatch(STACK);
  const notes: string[] = [];
  const problems: { line: string; hint: string }[] = [];
  const lines = stderr === '' ? [] : stderr.replace(/\n$/, '').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    expect(line.length).toBeLessThan(LONGEST_LINE);
    const problem = /^ai-chat: ((?:error|warning): .+)/.exec(line)?.[1];
    if (problem === undefined) {
      expect(line).toMatch(/^ai-chat: ./);
      notes.push(line);
    } else {
      at += 1;
      expect(lines[at], stderr).toMatch(/^hint: ./);
      problems.push({ line: problem, hint: lines[at] ?? '' });
    }
  }
  return { notes, problems };
}

/** Fails where a run showed or kept the key, or left something behind that nobody will use. */
export function expectKeptPromises(result: RunResult, { home, config }: Pick<Home, 'home' | 'config'>): void {
  expectNoKey(result, home);
  expectTidy(config);
}

/** The key may stand in the file that is there to hold it, and nowhere else. */
function expectNoKey({ stdout, stderr }: RunResult, home: string): void {
  expect(stdout + stderr).not.toContain(KEY);
  for (const file of filesIn(home)) {
    if (basename(file) !== 'config.json') expect(readFileSync(file, 'latin1'), file).not.toContain(KEY);
  }
}

/** No lock, no half of a file, nothing that does not parse. */
function expectTidy(config: string): void {
  const folder = join(config, 'conversations');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    expect(name).toMatch(/^[a-z0-9]{12}\.json$/);
    expect(() => JSON.parse(readFileSync(join(folder, name), 'utf8')), name).not.toThrow();
  }
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
