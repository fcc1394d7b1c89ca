import { spawn } from 'node:child_process';
import type { Runtime } from '../runtime.ts';

/** Programs that take the clipboard's new text on standard input, the likeliest first. */
function programsFor({
  platform,
  env,
}: Pick<Runtime, 'platform' | 'env'>): readonly (readonly [string, ...string[]])[] {
  if (platform === 'darwin') return [['pbcopy']];
  // clip.exe reads its input in the console's code page; PowerShell can be told that it is UTF-8.
  const windows = [
    'powershell.exe',
    '-NoProfile',
    '-Command',
    '[Console]::InputEncoding=[Text.Encoding]::UTF8; Set-Clipboard ([Console]::In.ReadToEnd())',
  ] as const;
  if (platform === 'win32') return [windows];
  return [
    ...(env.WAYLAND_DISPLAY ? [['wl-copy'] as const] : []),
    ...(env.DISPLAY
      ? [['xclip', '-selection', 'clipboard'] as const, ['xsel', '--clipboard', '--input'] as const]
      : []),
    ...(env.WSL_DISTRO_NAME ? [windows] : []),
    ...(env.TERMUX_VERSION ? [['termux-clipboard-set'] as const] : []),
    // As it comes, tmux takes no OSC 52 from what runs in it; with -w (3.2) it passes the text on to its own terminal.
    ...(env.TMUX ? [['tmux', 'load-buffer', '-w', '-'] as const] : []),
  ];
}

/**
 * Puts `text` on the clipboard by the system's own program, and where there is none by asking the terminal (OSC 52).
 * Gives which of them did it, undefined when there is neither. Whether a terminal obeyed can't be known.
 */
export async function copyToClipboard(
  text: string,
  runtime: Pick<Runtime, 'platform' | 'env'>,
  terminal: NodeJS.WriteStream,
): Promise<'program' | 'terminal' | undefined> {
  for (const [program, ...args] of programsFor(runtime)) {
    if (await feed(program, args, text)) return 'program';
  }
  if (!terminal.isTTY || runtime.env.TERM === 'dumb') return undefined;
  terminal.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  return 'terminal';
}

function feed(program: string, args: readonly string[], text: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    child.on('error', () => resolve(false));
    // xclip and wl-copy stay in the background to serve the text: their parent's end is what counts.
    child.on('exit', (code) => resolve(code === 0));
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
}
