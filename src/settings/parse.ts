import { nearest } from '../conversation/nearest.ts';
import { CliError } from '../errors.ts';
import { SETTING_NAMES, SETTINGS, type Setting, type SettingName, type SettingValues } from './table.ts';

/** Where a setting's value comes from, as `config list` calls it. */
export type SettingSource = 'flag' | 'environment' | '.env' | 'file' | 'default';

/** Where a text comes from that is to become a value; `set`: from `config set`. */
export type Origin = Exclude<SettingSource, 'default'> | 'set';

/** The setting called `name`. Throws `usage`, naming the nearest one. */
export function settingNamed(name: string): Setting {
  if (Object.hasOwn(SETTINGS, name)) return SETTINGS[name as SettingName];
  const known = SETTING_NAMES.flatMap((key) => namesOf(SETTINGS[key]).map((alias) => ({ alias, key })));
  // Behind `=` may stand a key, which is not to be repeated.
  const [word = '', ...value] = name.split('=');
  const meant = nearest(
    word,
    known.map(({ alias }) => alias),
  );
  const key = known.find(({ alias }) => alias === meant)?.key;
  const isAssigned = value.length > 0;
  const example = isAssigned ? `ai-chat config set ${key} VALUE` : key;
  throw new CliError('usage', `there is no setting ${quoted(isAssigned ? `${word}=…` : name)}`, {
    hint: key === undefined ? `the settings are ${SETTING_NAMES.join(', ')}` : `did you mean \`${example}\`?`,
  });
}

/** What people may call a setting: its name, its flags and its variable. */
function namesOf({ name, options, env }: Setting): string[] {
  const flags = options.flatMap(({ flags }) => flags.match(/--[a-z-]+/g) ?? []);
  return [name, ...flags, ...flags.map((flag) => flag.slice(2)), ...(env === null ? [] : [env])];
}

/**
 * Makes a value of what a source gives: text, or in the config file also a number. Throws `usage` naming the
 * setting, its source and what is accepted.
 */
export function parseSetting<Name extends SettingName>(
  name: Name,
  given: unknown,
  origin: Origin,
): NonNullable<SettingValues[Name]> {
  const setting: Setting<Name> = SETTINGS[name];
  const isText = typeof given === 'string' || typeof given === 'number';
  const checked = isText ? setting.check(String(given)) : { mustBe: 'text or a number' };
  if ('value' in checked) return checked.value;
  const what = isText && !setting.unquotable ? `, not ${quoted(String(given))}` : '';
  const from = origin === 'set' ? '' : ` (from ${wordsFor(setting, origin)})`;
  throw new CliError('usage', `${name}${from} must be ${checked.mustBe}${what}`, {
    hint: hintFor(setting, origin),
  });
}

/** How a message calls a source: `--model`, `OPENAI_MODEL`, `OPENAI_MODEL in .env`, `the config file`. */
function wordsFor(setting: Setting, origin: Origin): string {
  if (origin === 'flag') return flagOf(setting);
  if (origin === 'environment') return `${setting.env}`;
  return origin === '.env' ? `${setting.env} in .env` : 'the config file';
}

function hintFor(setting: Setting, origin: Origin): string {
  const isStored = origin === 'set' || origin === 'file';
  // An example of a secret behind the command would teach to put it into the shell's history.
  if (setting.secret && isStored) {
    const command = `ai-chat config set ${setting.name}`;
    return `\`${command}\` on a terminal asks for it; \`${command} < FILE\` reads it from a file`;
  }
  return `for example: ${example(setting, origin)}`;
}

function example(setting: Setting, origin: Origin): string {
  // Behind `--markdown`, only a word that is a value of it is taken for one; with `=` any is.
  if (origin === 'flag') return `\`${flagOf(setting)}=${setting.example}\``;
  if (origin === 'environment') return `\`${setting.env}=${setting.example}\``;
  if (origin === '.env') return `\`${setting.env}=${setting.example}\` in .env`;
  return `\`ai-chat config set ${setting.name} ${setting.example}\``;
}

function flagOf({ name, options }: Setting): string {
  return /--[a-z-]+/.exec(options[0]?.flags ?? '')?.[0] ?? name;
}

/** A value in an error: enough to recognise it. */
function quoted(text: string): string {
  const characters = [...text.slice(0, 200)];
  return characters.length > 60 || text.length > 200 ? `“${characters.slice(0, 60).join('')}…”` : `“${text}”`;
}
