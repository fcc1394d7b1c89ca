/** What holds whatever comes in; each throws what was broken. */
import { expect } from 'vitest';
import { KEY, type World } from './world.ts';

/** What a terminal or the eye could be steered by; tab and newline are not. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
/** What ai-chat itself writes to a terminal: colours, links, the cursor in and around its own lines, the bell. */
const OWN = new RegExp(
  [
    String.raw`\x1b\[[0-9;]*m`,
    String.raw`\x1b\]8;(?:id=[\w-]+)?;[\x20-\x7e]*\x1b\\`,
    String.raw`\x1b\[[0-9]*[ABCDGJK]`,
    String.raw`\x1b\[\?(?:25|2004|7|2026)[hl]`,
    String.raw`\x1b\[6n`,
    String.raw`\x1b\[H\x1b\[2J`,
    String.raw`[\r\x07]`,
  ].join('|'),
  'g',
);

/** What came of a run, in this process or another. */
export interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: { toString(): string };
  readonly stderr: { toString(): string };
}

/** No fault of ai-chat's own, and a code of the table. */
export function expectNoFault({ code, stderr }: Pick<Ended, 'code' | 'stderr'>): void {
  expect([0, 2, 3, 4, 5, 6, 7, 130], stderr.toString()).toContain(code);
}

const FORMS = [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64').replace(/=+$/, '')];

/** Neither printed nor written anywhere. */
export function expectNoKey({ stdout, stderr }: Ended, world: World): void {
  for (const form of FORMS) {
    expect(stdout.toString()).not.toContain(form);
    expect(stderr.toString()).not.toContain(form);
    for (const [path, bytes] of world.kept()) expect(bytes.includes(form), path).toBe(false);
  }
}

/** Not one unsafe character, but for what `isOwn` allows of ai-chat's own. */
export function expectSafe(bytes: { toString(): string }, { own }: { readonly own: boolean }): void {
  const text = own ? bytes.toString().replace(OWN, '') : bytes.toString();
  const at = text.search(UNSAFE);
  expect(at === -1 ? '' : text.slice(Math.max(0, at - 30), at + 30), 'unsafe on a terminal').toBe('');
}

/** Nothing outside of the config dir, and in it only what belongs there. */
export function expectInBounds(world: World, allowed: readonly string[] = []): void {
  expect(world.strangers().filter((path) => !allowed.includes(path))).toEqual([]);
}

/** Every conversation on disk parses, as long as ai-chat alone has written them. */
export function expectWholeConversations(world: World): void {
  for (const [path, bytes] of world.kept()) {
    if (/conversations.[^/\\]+\.json$/.test(path))
      expect(() => JSON.parse(bytes.toString()), path).not.toThrow();
  }
}
