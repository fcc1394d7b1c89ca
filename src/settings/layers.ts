import type { Runtime } from '../runtime.ts';
import type { ConfigContent } from './config-content.ts';
import type { DotenvValues } from './dotenv-file.ts';
import { type Origin, parseSetting, type SettingSource } from './parse.ts';
import { type FlagValues, SETTINGS, type SettingName, type SettingValues } from './table.ts';

/** Everything that settings may come from, the first one first. */
export interface Layers {
  readonly flags: FlagValues;
  readonly env: Runtime['env'];
  readonly dotenv: DotenvValues;
  /** Throws `usage` when the config file is damaged. */
  readonly file: () => ConfigContent;
}

/** What a source gives for a setting; not checked yet. */
export interface Given {
  readonly given: unknown;
  readonly source: Exclude<Origin, 'set'>;
}

/** A checked value, and where it came from. */
export interface Resolved<Name extends SettingName> {
  readonly value: SettingValues[Name];
  readonly source: SettingSource;
}

/** What the first source that has the setting gives. In every variable, empty means unset. */
export function find(name: SettingName, { flags, env, dotenv, file }: Layers): Given | undefined {
  const { attribute, env: variable } = SETTINGS[name];
  const flag = attribute === null ? undefined : flagText(flags, attribute);
  if (flag !== undefined) return { given: flag, source: 'flag' };
  if (variable !== null && env[variable]?.trim()) return { given: env[variable], source: 'environment' };
  if (variable !== null && dotenv[variable]?.trim()) return { given: dotenv[variable], source: '.env' };
  const stored = fieldOf(file(), name);
  return stored === undefined ? undefined : { given: stored, source: 'file' };
}

/** The value in use. Throws `usage` when what the first source gives is refused, or the config file is damaged. */
export function resolve<Name extends SettingName>(name: Name, layers: Layers): Resolved<Name> {
  const found = find(name, layers);
  if (found === undefined) return { value: SETTINGS[name].default, source: 'default' };
  return { value: parseSetting(name, found.given, found.source), source: found.source };
}

/** A setting's field in the config file; null and an empty key count as unset. */
export function fieldOf(content: ConfigContent, name: SettingName): unknown {
  const value = Object.hasOwn(content, name) ? content[name] : undefined;
  if (value === null) return undefined;
  return name === 'apiKey' && typeof value === 'string' && value.trim() === '' ? undefined : value;
}

/** Flags that stand for a value without naming it give that value's name. */
function flagText(flags: FlagValues, attribute: keyof FlagValues): string | undefined {
  const value = flags[attribute];
  if (typeof value !== 'boolean') return value;
  if (attribute === 'new') return value ? 'never' : undefined;
  return value ? 'always' : 'never';
}
