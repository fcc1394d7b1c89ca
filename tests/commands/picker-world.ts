import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testHome } from '../helpers/home.ts';
import { exchange, keepConversation } from '../helpers/keep.ts';
import type { Screen, ScreenOptions } from '../helpers/terminal-emulator.ts';
import { openWindow } from '../helpers/window.ts';

const folder = () => join(testHome().config, 'conversations');

/** Keeps a conversation of one exchange, last used on that day of January. */
export function keep(id: string, day: number, title: string, answer: string): void {
  const updatedAt = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
  keepConversation({ id, title, updatedAt, messages: exchange(`${title}?`, answer) });
}

/** The title of the selected one; the first row is the query's. */
export const selected = (screen: Screen) =>
  screen
    .lines()
    .slice(1)
    .find((line) => line.startsWith('> '))
    ?.slice(2)
    .split('  ')[0];

/** `ai-chat` with `args` in a window, without a pager. */
export const open = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options: ScreenOptions = {},
) => openWindow(args, { PAGER: 'cat', ...env }, options);

/** How many files of conversations there are, whole or not. */
export const kept = () => readdirSync(folder()).length;

/** Three conversations, the first of them used last. */
export function keepThree(): void {
  keep('aaaa1111', 3, 'Three days in Lisbon', 'Walk and eat.');
  keep('bbbb2222', 2, '東京の天気 👩‍💻', '晴れです。');
  keep('cccc3333', 1, 'Undo a commit', 'git revert');
}
