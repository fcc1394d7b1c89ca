import type { Condition, Screen, ScreenOptions } from './terminal-emulator.ts';
import { atPrompt, openBare } from './window.ts';

/** `ai-chat chat` with `flags` in a window, waiting for its first line. */
export async function openChat(
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
  options: ScreenOptions = {},
): Promise<Screen> {
  const screen = openBare(['chat', ...flags], env, options);
  await screen.until(atPrompt(screen));
  return screen;
}

/** Sends a line; `seen` comes of it, and the next prompt. */
export async function say(screen: Screen, line: string, seen: Condition): Promise<void> {
  screen.type(`${line}\r`);
  await screen.until(seen);
  await screen.until(atPrompt(screen));
}

/** Leaves by /quit. */
export async function quit(screen: Screen): Promise<void> {
  screen.type('/quit\r');
  await screen.exited;
}
