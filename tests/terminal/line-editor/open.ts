import { beforeAll } from 'vitest';
import { openScreen, type Screen, type ScreenOptions } from '../../helpers/terminal-emulator.ts';
import { buildProgram } from '../programs/build.ts';

/** Its file. */
export let program: string;
beforeAll(async () => {
  program = await buildProgram('edit');
});

/** A program that does nothing but read lines with the editor and print what comes of them, in a window, at its first prompt. */
export async function edit(options: ScreenOptions = {}, history: readonly string[] = []): Promise<Screen> {
  const screen = openScreen(process.execPath, [program, ...history], { cols: 40, rows: 10, ...options });
  await screen.until('You:');
  return screen;
}

/** What it prints of a line that was sent. */
export const reply = (text: string) => JSON.stringify({ type: 'line', text });
