import { existsSync, realpathSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { serverOf } from './base-url.ts';
import {
  type TrustedEnvFile,
  trustedEnvFiles,
  withKey,
  withoutTrust,
  withSetting,
  withTrust,
} from './config-changes.ts';
import type { ConfigFile } from './config-file.ts';
import { type Layers, resolve } from './layers.ts';
import { parseSetting, settingNamed } from './parse.ts';
import { keyRow, rowOf } from './rows.ts';
import { keysOf } from './server.ts';
import type { SettingName } from './table.ts';

/**
 * What changes the config file. Every method throws `usage` when it is damaged or can't be written, and the reason of a `signal` that
 * ends the wait for another process that writes.
 */
export interface ConfigWriter {
  /**
   * Checks a value and stores it; a key for the server in use. Gives notes for the user, one line each. Throws
   * `usage` when the value is refused or there is no such setting.
   */
  set(name: string, text: string, signal?: AbortSignal): Promise<readonly string[]>;
  unset(name: string): Promise<readonly string[]>;
  /** Allows this folder's `.env` to name the server that it names. Throws `usage` when it names none. */
  trust(signal?: AbortSignal): Promise<TrustedEnvFile>;
  /** Takes back what this folder's `.env` was allowed, and gives it. */
  untrust(): Promise<readonly TrustedEnvFile[]>;
  /** Makes the config file if there is none, for an editor to open, and gives its path. */
  prepareEdit(): Promise<string>;
}

export function createConfigWriter(config: ConfigFile, layers: Layers, cwd: string): ConfigWriter {
  return {
    async set(name, text, signal) {
      const setting = settingNamed(name).name;
      const value = parseSetting(setting, text, 'set');
      if (setting === 'apiKey') return setKey(config, layers, String(value), signal);
      await config.change((content) => withSetting(content, setting, value), signal);
      return notesOn(setting, layers);
    },
    async unset(name) {
      const setting = settingNamed(name).name;
      await config.change((content) => withSetting(content, setting, undefined));
      return notesOn(setting, layers);
    },
    async trust(signal) {
      const baseUrl = layers.dotenv.OPENAI_BASE_URL;
      const folder = realpathSync(cwd);
      if (!baseUrl) {
        throw new CliError('usage', `no .env in ${folder} names a server`, {
          hint: 'there is nothing to allow; `ai-chat config list` shows which server is in use',
        });
      }
      const trusted = { folder, server: serverOf(parseSetting('baseUrl', baseUrl, '.env')) };
      await config.change((content) => withTrust(content, trusted), signal);
      return trusted;
    },
    async untrust() {
      const folder = realpathSync(cwd);
      let taken: readonly TrustedEnvFile[] = [];
      await config.change((content) => {
        taken = trustedEnvFiles(content).filter((entry) => entry.folder === folder);
        return withoutTrust(content, folder);
      });
      return taken;
    },
    async prepareEdit() {
      if (!existsSync(config.path)) await config.change((content) => ({ ...content }));
      return config.path;
    },
  };
}

/** Stores the key for the server in use, or, where `.env` names that, for the one in use without it: it would go to no other. */
async function setKey(
  config: ConfigFile,
  layers: Layers,
  key: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  let server = '';
  await config.change((content) => {
    server = serverOf(resolve('baseUrl', { ...layers, dotenv: {}, file: () => content }).value);
    return withKey(content, key, server);
  }, signal);
  return [`the key is for ${server}, and is sent to no other`, ...notesOn('apiKey', layers)];
}

/** Why a change may not show: another source comes first, or the key does not go where the base URL leads. */
function notesOn(name: SettingName, layers: Layers): string[] {
  const { source } = rowOf(name, layers);
  const notes: string[] = [];
  if (source === 'environment' || source === '.env') {
    notes.push(`${name} is set in ${source === '.env' ? '.env' : 'the environment'} too, which comes first`);
  }
  const { note } = keyRow(layers, keysOf(layers));
  if (note && (name === 'apiKey' || name === 'baseUrl')) notes.push(`the API key is ${note}`);
  return notes;
}
