import { join } from 'node:path';
import type { Runtime } from '../runtime.ts';
import { DEMO, serverOf } from './base-url.ts';
import type { WithLock } from './change-config-file.ts';
import type { TrustedEnvFile } from './config-changes.ts';
import { configDirOf } from './config-dir.ts';
import { openConfigFile } from './config-file.ts';
import type { ConfigWriter } from './config-writer.ts';
import { readDotenv } from './dotenv-file.ts';
import { type Layers, type Resolved, resolve } from './layers.ts';
import { settingNamed } from './parse.ts';
import { permissionWarnings } from './permissions.ts';
import { keyRow, rowOf, type SettingRow } from './rows.ts';
import { keysOf, mayAsk, type ServerOptions } from './server.ts';
import type { ServerDecision } from './server-rule.ts';
import { type FlagValues, SETTING_NAMES, type SettingName } from './table.ts';

export type { Resolved, ServerDecision, ServerOptions, SettingRow, TrustedEnvFile };

/** The settings of one invocation. After a change, the same object answers with what is stored then. */
export interface Settings extends ConfigWriter {
  readonly configDir: string;
  readonly configPath: string;
  /** The value in use. Throws `usage` when it is refused. The key comes out of `server` alone. */
  get<Name extends Exclude<SettingName, 'apiKey'>>(name: Name): Resolved<Name>;
  /** One setting, to show it. Throws `usage` when there is none of that name. */
  row(name: string): SettingRow;
  /** All settings, to show them; refused values are no reason to throw. */
  list(): readonly SettingRow[];
  /** Whether the server in use may be asked, and with which key. Throws `usage` when its base URL is refused. */
  server(options?: ServerOptions): ServerDecision;
  /** The server in use, to be compared with `serverOf` of a conversation's base URL. */
  serverInUse(options?: Pick<ServerOptions, 'demo'>): string;
  /** Reads the config file again after it was edited. Throws `usage` when it is damaged. */
  reload(): Promise<void>;
  /** Which of folder and file other users can read, and the command that mends it; one line each. */
  permissionWarnings(): readonly string[];
}

/**
 * Gathers the settings of this invocation. Never throws for what is wrong with one of them, or with the config file:
 * whoever asks for it hears of it, and `config edit` is there to mend it.
 */
export async function loadSettings(
  runtime: Pick<Runtime, 'env' | 'cwd' | 'platform' | 'homeDir'>,
  flags: FlagValues,
  tools: { readonly warn: (message: string) => void; readonly withLock: WithLock },
): Promise<Settings> {
  const { env, cwd, platform } = runtime;
  const configDir = configDirOf(runtime);
  const config = await openConfigFile(join(configDir, 'config.json'), tools.withLock);
  const layers: Layers = { flags, env, dotenv: await readDotenv(cwd, tools.warn), file: config.content };

  const get: Settings['get'] = (name) => resolve(name, layers);
  const row = (name: SettingName): SettingRow =>
    name === 'apiKey' ? keyRow(layers, keysOf(layers)) : rowOf(name, layers);
  /** Most invocations change nothing, and load nothing for it. */
  const writer = async () => (await import('./config-writer.ts')).createConfigWriter(config, layers, cwd);
  return {
    configDir,
    configPath: config.path,
    get,
    row: (name) => row(settingNamed(name).name),
    list: () => SETTING_NAMES.map(row),
    server: (options = {}) => mayAsk(layers, cwd, options),
    serverInUse: ({ demo = false } = {}) => serverOf(demo ? DEMO : get('baseUrl').value),
    set: async (name, text, signal) => (await writer()).set(name, text, signal),
    unset: async (name) => (await writer()).unset(name),
    trust: async (signal) => (await writer()).trust(signal),
    untrust: async () => (await writer()).untrust(),
    prepareEdit: async () => (await writer()).prepareEdit(),
    reload: config.reload,
    permissionWarnings: () => permissionWarnings(configDir, config.path, platform),
  };
}
