import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { testHome } from '../helpers/home.ts';
import type { Screen, ScreenOptions } from '../helpers/terminal-emulator.ts';
import { type Ended, openScript } from '../helpers/window.ts';
import { type Allowed, endUntouched } from './witness.ts';

/** A terminal as it is before a command, and is to be again: `stty` and the pid are written by the shell. */
const SCRIPT = `
  stty -g >"$HOME/before"
  run() { sh -c 'echo $$ >"$HOME/pid"; exec "$@"' sh "$NODE" "$BINARY" "$@"; }
`;

/** ai-chat in a shell on a terminal, so that both can be looked at when it has ended. `script` calls `run`. */
export function openJob(
  script: string,
  env: Readonly<Record<string, string>> = {},
  options: ScreenOptions = {},
): Screen {
  return openScript(`${SCRIPT}\n${script}\ncode=$?; stty -g >"$HOME/after"; (exit $code)`, env, options);
}

const told = (name: string) => readFileSync(join(testHome().home, name), 'utf8').trim();

/** Sends ai-chat itself a signal, and not the shell around it. */
export function signal(name: NodeJS.Signals): void {
  process.kill(Number(told('pid')), name);
}

/** Waits for the end; fails where the terminal is not left as it was: its mode, cursor, screen and paste. */
export async function endSane(screen: Screen, allowed: Partial<Allowed> = {}): Promise<Ended> {
  const end = await endUntouched(screen, allowed);
  expect(told('after')).toBe(told('before'));
  expect({ cursor: screen.cursorVisible, paste: screen.bracketedPaste }).toEqual({
    cursor: true,
    paste: false,
  });
  return end;
}
