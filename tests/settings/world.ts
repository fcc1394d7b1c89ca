import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, type Settings } from '../../src/settings/settings.ts';
import type { FlagValues } from '../../src/settings/table.ts';
import { withLock } from '../../src/store/lock.ts';
import { tempDir } from '../helpers/temp-dir.ts';

export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of `.env` in the working directory. */
  readonly dotenv?: string;
  /** What config.json holds: an object, or any text. */
  readonly config?: Readonly<Record<string, unknown>> | string;
}

/** Real folders with the files that a test gives, and the settings that are found there. */
export function world({ env = {}, dotenv, config }: Given) {
  const cwd = tempDir();
  const configDir = join(tempDir(), 'config');
  const configPath = join(configDir, 'config.json');
  const warnings: string[] = [];
  const made = {
    cwd,
    configDir,
    configPath,
    warnings,
    env: { ...env, AI_CHAT_CONFIG_DIR: configDir } as Record<string, string>,
    writeDotenv: (text: string) => writeFileSync(join(cwd, '.env'), text),
    writeConfig: (content: Readonly<Record<string, unknown>> | string) => {
      mkdirSync(configDir, { recursive: true });
      writeFileSync(configPath, typeof content === 'string' ? content : JSON.stringify(content));
    },
    /** What config.json holds now; undefined when there is none. */
    stored: (): unknown =>
      existsSync(configPath) ? JSON.parse(readFileSync(configPath, 'utf8')) : undefined,
    load: (flags: FlagValues = {}, platform = process.platform): Promise<Settings> =>
      loadSettings({ env: made.env, cwd, platform, homeDir: cwd }, flags, {
        warn: (message) => warnings.push(message),
        withLock: (path, action) => withLock(path, {}, action),
      }),
  };
  if (dotenv !== undefined) made.writeDotenv(dotenv);
  if (config !== undefined) made.writeConfig(config);
  return made;
}
