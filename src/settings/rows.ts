import { CliError } from '../errors.ts';
import { serverOf } from './base-url.ts';
import { find, type Given, type Layers, resolve } from './layers.ts';
import { parseSetting, type SettingSource } from './parse.ts';
import { keyFor, type ServerKeys } from './server-rule.ts';
import { SETTINGS, type SettingName } from './table.ts';

/** A setting as `config list` and `config get` show it. */
export interface SettingRow {
  readonly name: SettingName;
  /** Masked when it is a secret; null when it is not set, or refused. */
  readonly value: string | number | null;
  readonly source: SettingSource;
  /** Why the value is refused. */
  readonly problem: CliError | null;
  /** What else there is to know about it, in one line. */
  readonly note: string | null;
}

/** The row of any setting but the key. Throws `usage` when the config file is damaged. */
export function rowOf(name: SettingName, layers: Layers): SettingRow {
  const found = find(name, layers);
  if (found) return rowFrom(name, found);
  return { name, value: SETTINGS[name].default, source: 'default', problem: null, note: null };
}

/** The key's row: of the one that goes to the server in use, or else of the first there is, saying that it does not. */
export function keyRow(layers: Layers, keys: ServerKeys): SettingRow {
  const row = rowOf('apiKey', layers);
  if (row.source === 'default' || rowOf('baseUrl', layers).problem) return row;
  const { value: baseUrl, source } = resolve('baseUrl', layers);
  const server = serverOf(baseUrl);
  const key = keyFor(keys, source, server);
  return key
    ? rowFrom('apiKey', { given: key.text, source: key.source })
    : { ...row, note: `not sent to ${server}, the server in use` };
}

function rowFrom(name: SettingName, { given, source }: Given): SettingRow {
  try {
    const value = parseSetting(name, given, source);
    const shown = SETTINGS[name].secret ? mask(String(value)) : value;
    return { name, value: shown, source, problem: null, note: null };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { name, value: null, source, problem: error, note: null };
  }
}

/** The last four characters of a key; none of one so short that they would tell much of it. */
function mask(key: string): string {
  return key.length < 20 ? '…' : `…${key.slice(-4)}`;
}
