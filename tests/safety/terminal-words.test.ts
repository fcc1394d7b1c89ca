import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../src/settings/table.ts';
import { answer } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import { atPrompt, type Ended, openScript } from '../helpers/window.ts';
import { ATTACKS } from './attacks.ts';
import { endUntouched } from './witness.ts';

const ALL = Object.values(ATTACKS).join(' ');
/** For a folder: file systems take names of up to 255 bytes, and `/` leads elsewhere. */
const FOLDER = '\u001b]0;owned\u0007\u001b[2J\u001b[6n\u009b2J\u202eevil\r\u0008$(x)`x`\'"';

/** Runs command lines one after the other on a terminal, where `$ALL` is every attack; none may be a fault of ours. */
async function shows(lines: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const script = lines.map((line) => `ai ${line}; [ $? = 1 ] && echo "[fault]"`);
  const screen = openScript(script.join('\n'), { ALL, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', ...env });
  const end = await endUntouched(screen);
  expect(end.text).not.toContain('[fault]');
  return end;
}

/** Command lines with words of somebody else's, who told the user to type them, or put them into a script. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  'no command': ['"$ALL"', '"$ALL" is this a question?', '"$ALL" --help', 'help "$ALL"', '--debug "$ALL"'],
  'no option': [
    'ask "--$ALL"',
    'ask "-$ALL"',
    'ask "--$ALL=$ALL" hi',
    'ask --json --jsonl "$ALL"',
    'chat "$ALL"',
  ],
  'no value': [
    'ask -t "$ALL" hi',
    'ask --timeout "$ALL" hi',
    'ask --base-url "$ALL" hi',
    'ask --base-url "http://$ALL" hi',
    'ask --markdown="$ALL" hi',
    'ask --max-retries=0 -m "$ALL" hi',
    'chat --system "$ALL" "$ALL"',
  ],
  'no file': [
    'ask -f "$ALL" hi',
    'ask -f "/$ALL" hi',
    'ask -o "$ALL" hi',
    'ask -o "/$ALL/$ALL" hi',
    'history import "$ALL"',
    `ask -f "$(printf '\\303\\050')" hi`,
  ],
  'no conversation': [
    'ask -s "$ALL" hi',
    'chat -r "$ALL"',
    'history "$ALL"',
    'history show "$ALL" "$ALL"',
    'history show "$ALL"',
    'history search "$ALL"',
    'history rename "$ALL" "$ALL"',
    'history delete "$ALL" "$ALL"',
  ],
  'no such thing': [
    'history list -n "$ALL"',
    'history export "$ALL" --format "$ALL"',
    'history clear --older-than "$ALL"',
    'completion "$ALL"',
    'completion bash "$ALL"',
    'completion bash ai-chat "$ALL"',
    'completion fish ai-chat ask "$ALL"',
  ],
  'no setting': [
    'config "$ALL"',
    'config get "$ALL"',
    'config set "$ALL" x',
    'config unset "$ALL"',
    'config set model "$ALL"',
    'config set baseUrl "$ALL"',
    'config set apiKey "$ALL"',
    'config set systemPrompt "$ALL"; ai config get systemPrompt',
  ],
};

/** What shows settings, and their problems. */
const SETTINGS = [
  'config list',
  'config list --json',
  'ask --max-retries=0 hi',
  'chat </dev/null',
  'config edit',
];
const GET = ['model', 'systemPrompt', 'timeout', 'apiKey'].map((name) => `config get ${name}`);

const VARIABLES = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_MODEL',
  'AI_CHAT_SYSTEM_PROMPT',
  'AI_CHAT_TIMEOUT',
];
const everywhere = (value: string) => Object.fromEntries(VARIABLES.map((name) => [name, value]));

describe.skipIf(process.platform === 'win32')('what else is shown of others, on a terminal', () => {
  it.each(Object.entries(LINES))('%s', async (_, lines) => {
    await shows(lines);
  });

  it('settings from the environment', async () => {
    await shows(SETTINGS, { ...everywhere(ALL), EDITOR: ALL });
    await shows(GET, everywhere(ALL));
  });

  it('settings from the config file', async () => {
    const values = Object.fromEntries([...SETTING_NAMES, 'trustedEnvFiles', ALL].map((name) => [name, ALL]));
    mkdirSync(testHome().config, { mode: 0o755 });
    const file = join(testHome().config, 'config.json');
    writeFileSync(file, JSON.stringify(values), { mode: 0o644 });
    const { text } = await shows(SETTINGS, { OPENAI_BASE_URL: '', EDITOR: 'true' });
    expect(text).toContain('chmod 600');
    await shows(GET, { OPENAI_BASE_URL: '' });
    writeFileSync(file, ALL);
    await shows(SETTINGS, { OPENAI_BASE_URL: '', EDITOR: 'false' });
  });

  it.each([
    ['values', VARIABLES.map((name) => `${name}="${ALL.replaceAll('"', '')}"`).join('\n')],
    ['no text', Buffer.from(ALL, 'latin1')],
    ['a value that is taken', `OPENAI_MODEL='${ALL.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}']/gu, '')}'`],
  ])('settings from a .env with %s', async (_, content) => {
    writeFileSync(join(testHome().cwd, '.env'), content);
    await shows([...SETTINGS, 'config trust'], { OPENAI_BASE_URL: '', EDITOR: 'true' });
  });

  it('a folder whose .env names a server', async () => {
    const folder = join(testHome().home, FOLDER);
    mkdirSync(folder);
    writeFileSync(join(folder, '.env'), 'OPENAI_BASE_URL=https://\u0430pple.example/v1\n');
    const script = 'ai ask hi; ai chat </dev/null; ai config trust; ai config trust --remove; ai config list';
    const screen = openScript(script, {}, { cwd: folder });
    await screen.until('[y/N]');
    screen.type('n\r');
    const { text } = await endUntouched(screen);
    expect(text).toContain('names the server https://xn--pple-43d.example');
  });

  it('a config dir with a name of somebody else', async () => {
    const config = join(testHome().home, FOLDER);
    mkdirSync(join(config, 'conversations'), { recursive: true });
    chmodSync(config, 0o755);
    writeFileSync(join(config, 'conversations', 'damaged00000.json'), '{');
    const lines = [
      'config path',
      'config list',
      'history',
      'history show damaged00000',
      'history export last',
    ];
    const { text } = await shows(lines, { AI_CHAT_CONFIG_DIR: config });
    expect(text).toContain('␛]0;owned␇');
    chmodSync(config, 0o500);
    await shows(['config set model x', 'ask --demo hi'], { AI_CHAT_CONFIG_DIR: config });
    chmodSync(config, 0o700);
  });

  it('what a chat is told of files, commands and names', async () => {
    const server = await serve(answer('fine'));
    const { cwd } = testHome();
    writeFileSync(join(cwd, FOLDER.replaceAll('/', '')), 'x');
    const name = FOLDER.replaceAll('/', '');
    const lines = [
      `/file ${name}`,
      `/file ${ALL}`,
      'hi',
      `/save ${name}.md`,
      `/save ${ALL}/x`,
      `/model ${ALL}`,
      `/system ${ALL}`,
      `/rename ${ALL}`,
      `/resume ${ALL}`,
      `/${ALL}`,
      '/quit',
    ];
    writeFileSync(join(cwd, 'lines'), `${lines.join('\n')}\n`);
    const screen = openScript('ai chat <lines', server.env);
    const { text } = await endUntouched(screen);
    expect(text).toContain('goes with your next message');
    expect(text).toContain('fine');

    const typed = openScript('ai chat', server.env, { cols: 2000 });
    await typed.until(atPrompt(typed));
    typed.paste(`/model ${ALL.replaceAll(/[\r\n]/g, '')}`);
    typed.type('\r');
    await typed.until('the model is');
    await typed.until(atPrompt(typed));
    typed.type('/new\r/quit\r');
    await endUntouched(typed);
  });
});
