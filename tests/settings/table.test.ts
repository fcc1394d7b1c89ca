import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsTable } from '../../src/settings/readme-table.ts';
import { optionsFor, SETTING_NAMES, SETTINGS } from '../../src/settings/table.ts';

describe('the table of settings', () => {
  it('gives each command its options, in order', () => {
    const flags = (command: Parameters<typeof optionsFor>[0]) =>
      optionsFor(command).map((option) => option.flags);
    expect(flags('ask')).toEqual([
      '--base-url <url>',
      '-m, --model <name>',
      '--system <text>',
      '-t, --temperature <number>',
      '--max-tokens <count>',
      '--timeout <seconds>',
      '--max-retries <count>',
      '--markdown [when]',
      '--no-markdown',
    ]);
    expect(flags('chat')).toEqual([...flags('ask'), '--new']);
    expect(flags('config')).toEqual(flags('ask'));
    expect(flags('history')).toEqual(['--markdown [when]', '--no-markdown']);
  });

  it('has no flag for the key, which would show in the list of processes', () => {
    expect(SETTINGS.apiKey.options).toEqual([]);
  });

  it.each(SETTING_NAMES)('accepts the default and the example of %s', (name) => {
    const { default: fallback, example, check } = SETTINGS[name];
    if (fallback !== null) expect(check(String(fallback))).toEqual({ value: fallback });
    if (name !== 'apiKey') expect(check(example)).toHaveProperty('value');
  });
});

describe('the table in the README', () => {
  const rows = tableUnder(/settings/i, readFileSync(new URL('../../README.md', import.meta.url), 'utf8'));

  it('is there', () => {
    expect(rows.length).toBeGreaterThan(0);
  });

  it('says of every setting what the code does', () => {
    const expected = settingsTable().map(({ setting, flag, env, default: fallback }) => [
      setting,
      flag,
      env,
      fallback,
    ]);
    expect(rows).toEqual(expected);
  });
});

/** The cells of the first table behind a heading that matches, without its head. */
function tableUnder(heading: RegExp, markdown: string): string[][] {
  const lines = markdown.split(/\r?\n/);
  const start = lines.findIndex((line) => /^#+ /.test(line) && heading.test(line));
  const first = lines.findIndex((line, index) => index > start && line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  if (start < 0 || first < 0) return [];
  return lines.slice(first + 2, end < 0 ? undefined : end).map((line) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map((cell) => cell.trim()),
  );
}
