import { BINARY } from './built.ts';
import { cleanEnv, testHome } from './home.ts';
import { openScreen, type Screen, type ScreenOptions } from './terminal-emulator.ts';

/** `ai-chat` with `args` in a terminal's window. Its end is waited for with {@link ended}. */
export function openWindow(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options: ScreenOptions = {},
): Screen {
  return openShell('ai "$@"', args, env, options);
}

/** `ai-chat` with `args` in a terminal's window, with nothing around it: its end is the window's. */
export function openBare(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options: ScreenOptions = {},
): Screen {
  return openScreen(process.execPath, [BINARY, ...args], {
    cwd: testHome().cwd,
    ...options,
    env: { ...cleanEnv(), ...env, ...options.env },
  });
}

/** A shell's `script` in a terminal's window; `ai` is ai-chat there. */
export function openScript(
  script: string,
  env: Readonly<Record<string, string>> = {},
  options: ScreenOptions = {},
): Screen {
  return openShell(script, [], env, options);
}

/** What tells the end, and the exit code. Then the shell waits: no byte of the output is lost with the window. */
const END = /\[ended (\d+)\]/;

function openShell(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: ScreenOptions,
): Screen {
  // Who presses Ctrl-C presses it for the shell, too.
  const whole = `trap : INT; ai() { "$NODE" "$BINARY" "$@"; }\n${script}\nprintf '\\n[ended %s]' $?; read _`;
  return openScreen('/bin/sh', ['-c', whole, 'sh', ...args], {
    cwd: testHome().cwd,
    ...options,
    env: { ...cleanEnv(), NODE: process.execPath, BINARY, ...env, ...options.env },
  });
}

/** What is left in a window when its command has ended. */
export interface Ended {
  readonly code: number;
  /** The rows that hold something, scrolled away or not. */
  readonly lines: readonly string[];
  /** All of them in one. */
  readonly text: string;
}

export async function ended(screen: Screen): Promise<Ended> {
  await screen.until(() => END.test(screen.history().at(-1) ?? ''));
  const lines = screen.history();
  const code = Number(END.exec(lines.pop() ?? '')?.[1]);
  return { code, lines, text: lines.join('') };
}

/** Whether the chat waits for a line: its prompt is empty, and the cursor stands in it. */
export const atPrompt = (shown: Screen) => () => {
  const { row, column } = shown.cursor();
  return shown.lines()[row] === 'You:' && column === 5;
};
