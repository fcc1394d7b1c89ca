import { posix, win32 } from 'node:path';
import type { Runtime } from '../runtime.ts';

/** The folder that holds the config file and all conversations, as an absolute path; it may not exist yet. */
export function configDirOf(runtime: Pick<Runtime, 'env' | 'cwd' | 'platform' | 'homeDir'>): string {
  const { env, cwd, platform } = runtime;
  const path = platform === 'win32' ? win32 : posix;
  if (env.AI_CHAT_CONFIG_DIR) return path.resolve(cwd, env.AI_CHAT_CONFIG_DIR);
  if (platform === 'win32') {
    const appData = env.APPDATA && path.isAbsolute(env.APPDATA) ? env.APPDATA : undefined;
    return path.join(appData ?? path.join(runtime.homeDir, 'AppData', 'Roaming'), 'ai-chat', 'Config');
  }
  if (platform === 'darwin') return path.join(runtime.homeDir, 'Library', 'Preferences', 'ai-chat');
  // "All paths set in these environment variables must be absolute. If an implementation encounters a relative
  // path […] it should consider the path invalid and ignore it." (XDG Base Directory Specification)
  const xdg = env.XDG_CONFIG_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(runtime.homeDir, '.config'), 'ai-chat');
}
