import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { type Origin, parseSetting, settingNamed } from '../../src/settings/parse.ts';
import { SETTING_NAMES, type SettingName } from '../../src/settings/table.ts';

function refusal(name: SettingName, given: unknown, origin: Origin = 'set'): CliError {
  try {
    parseSetting(name, given, origin);
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error(`${name} took ${JSON.stringify(given)}`);
}

describe('parseSetting', () => {
  it.each([
    ['temperature', '0', 0],
    ['temperature', ' 0.7 ', 0.7],
    ['temperature', '.5', 0.5],
    ['temperature', '2', 2],
    ['temperature', 1.5, 1.5],
    ['temperature', 1e-7, 1e-7],
    ['maxTokens', '1', 1],
    ['maxTokens', 4096, 4096],
    ['timeout', '0.5', 0.5],
    ['timeout', 300, 300],
    ['timeout', '2147483', 2_147_483],
    ['maxRetries', '0', 0],
    ['maxRetries', '100', 100],
    ['markdown', 'Never', 'never'],
    ['resume', 'always', 'always'],
    ['model', ' llama3.2:1b ', 'llama3.2:1b'],
    ['model', 4, '4'],
    ['systemPrompt', '', ''],
    ['systemPrompt', ' two\nlines ', ' two\nlines '],
    ['apiKey', ' sk-abc\n', 'sk-abc'],
  ] as const)('%s: makes of %j %j', (name, given, value) => {
    expect(parseSetting<SettingName>(name, given, 'set')).toBe(value);
  });

  it.each([
    ['temperature', '', '2.1', '-0.1', 'hot', '1,5', 'NaN', 'Infinity', '0x1', '1 2', true, null, [1]],
    ['maxTokens', '0', '-1', '1.5', '1e3', '', '99999999999999999999'],
    ['timeout', '0', '-1', '300s', '2147484', '1e400', ''],
    ['maxRetries', '-1', '101', '1.0', 'many'],
    ['markdown', 'yes', '', true],
    ['resume', 'sometimes'],
    ['model', '', ' ', 'a\nb', 'a\u001bb', 'a\u2028b', {}],
    ['systemPrompt', false, ['a']],
    ['apiKey', '', 'sk a', 'sk-ключ', 'sk\u0000', '“sk-abc”'],
  ] as [SettingName, ...unknown[]][])('%s: refuses what it can not be', (name, ...given) => {
    for (const each of given) expect(refusal(name, each).kind).toBe('usage');
  });

  it.each([
    [
      'flag',
      'temperature (from --temperature) must be a number from 0 to 2, not “hot”',
      '`--temperature=0.7`',
    ],
    [
      'file',
      'temperature (from the config file) must be a number from 0 to 2, not “hot”',
      '`ai-chat config set temperature 0.7`',
    ],
    ['set', 'temperature must be a number from 0 to 2, not “hot”', '`ai-chat config set temperature 0.7`'],
  ] as const)('says for %s where the value came from and how it is written', (origin, message, example) => {
    const error = refusal('temperature', 'hot', origin);
    expect(error.message).toBe(message);
    expect(error.hint).toBe(`for example: ${example}`);
  });

  it('names the variable, in the environment and in .env', () => {
    expect(refusal('timeout', 'x', 'environment').message).toMatch(
      /^timeout \(from AI_CHAT_TIMEOUT\) must be/,
    );
    expect(refusal('timeout', 'x', '.env').message).toMatch(
      /^timeout \(from AI_CHAT_TIMEOUT in \.env\) must be/,
    );
  });

  it('tells who lets --markdown swallow the question how to write it', () => {
    const error = refusal('markdown', 'what is new?', 'flag');
    expect(error.message).toContain('auto, always or never, not “what is new?”');
    expect(error.hint).toContain('`--markdown=always`');
  });

  it('repeats neither a key nor an address, which may hold one', () => {
    for (const name of ['apiKey', 'baseUrl'] as const) {
      const { message, hint } = refusal(name, 'ftp://user:hunter2@höst/ x', 'environment');
      expect(`${message} ${hint}`).not.toMatch(/hunter2|höst/);
    }
  });

  it('shows the beginning of a long value, and no half characters', () => {
    const { message } = refusal('maxRetries', '🙂'.repeat(5000));
    expect(message).toContain(`“${'🙂'.repeat(60)}…”`);
  });

  it('throws nothing but CliError, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SETTING_NAMES),
        fc.oneof(fc.string(), fc.double(), fc.jsonValue()),
        (name, given) => {
          try {
            parseSetting(name, given, 'file');
          } catch (error) {
            expect(error).toBeInstanceOf(CliError);
          }
        },
      ),
    );
  });
});

describe('settingNamed', () => {
  it('knows every setting', () => {
    for (const name of SETTING_NAMES) expect(settingNamed(name).name).toBe(name);
  });

  it.each([
    ['modle', 'model'],
    ['api-key', 'apiKey'],
    ['OPENAI_API_KEY', 'apiKey'],
    ['system', 'systemPrompt'],
    ['--max-tokens', 'maxTokens'],
    ['max_tokens', 'maxTokens'],
    ['new', 'resume'],
  ])('takes %s for %s', (name, meant) => {
    expect(() => settingNamed(name)).toThrow(
      expect.objectContaining({ kind: 'usage', hint: `did you mean \`${meant}\`?` }),
    );
  });

  it.each(['colour', '', 'toString', '__proto__', 'constructor'])(
    'lists them all when it is asked for %j',
    (name) => {
      expect(() => settingNamed(name)).toThrow(
        expect.objectContaining({ kind: 'usage', hint: expect.stringContaining('apiKey, baseUrl, model') }),
      );
    },
  );
});
