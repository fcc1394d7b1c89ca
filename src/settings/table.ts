import { checkBaseUrl } from './base-url.ts';
import { anyText, type Checked, checkKey, decimal, oneLine, oneOf, wholeNumber } from './checks.ts';

/** Every setting with the type of its value. */
export interface SettingValues {
  /** null: none. */
  apiKey: string | null;
  /** Without a slash at its end. */
  baseUrl: string;
  model: string;
  /** Empty: none is sent. */
  systemPrompt: string;
  /** 0 to 2; null: not sent. */
  temperature: number | null;
  /** Tokens; null: not sent. */
  maxTokens: number | null;
  /** Seconds without an event from the server. */
  timeout: number;
  /** Retries after the first request. */
  maxRetries: number;
  markdown: 'auto' | 'always' | 'never';
  /** What a bare `chat` does. */
  resume: 'always' | 'never';
}

export type SettingName = keyof SettingValues;

/** The commands that take flags for settings. */
export type SettingCommand = 'ask' | 'chat' | 'history' | 'config';

/** What commander gives for the flags of settings; the texts are not checked yet. */
export interface FlagValues {
  readonly baseUrl?: string | undefined;
  readonly model?: string | undefined;
  readonly system?: string | undefined;
  readonly temperature?: string | undefined;
  readonly maxTokens?: string | undefined;
  readonly timeout?: string | undefined;
  readonly maxRetries?: string | undefined;
  /** true: `--markdown` alone; false: `--no-markdown`. */
  readonly markdown?: string | boolean | undefined;
  /** true: `--new`. */
  readonly new?: boolean | undefined;
}

/** The headings under which a command's options stand in its help. */
export type HelpGroup = 'Conversation' | 'Input' | 'Output' | 'Model and server';

/** One option, as commander takes it. */
export interface FlagOption {
  readonly flags: string;
  readonly help: string;
}

/** All that there is to know about one setting. */
export interface Setting<Name extends SettingName = SettingName> {
  readonly name: Name;
  /** What it is, where no flag that takes a value says so. */
  readonly about?: string;
  /** Its flags; none: it can't be given as one. */
  readonly options: readonly FlagOption[];
  /** Where they stand in the help; `Model and server` unless told. */
  readonly group?: HelpGroup;
  /** The commands that take its flags. */
  readonly commands: readonly SettingCommand[];
  /** The property of {@link FlagValues} that its flag fills. */
  readonly attribute: keyof FlagValues | null;
  /** Its name in the environment and in `.env`. */
  readonly env: string | null;
  readonly default: SettingValues[Name];
  /** Its value is masked wherever it is shown. */
  readonly secret?: true;
  /** A value that was refused is not repeated in the error: a secret may have slipped into it. */
  readonly unquotable?: true;
  /** A value to show how it is written. */
  readonly example: string;
  /** The only values that it takes, where there are few. */
  readonly choices?: readonly string[];
  /** Words for the README's table, where a cell says more than the name, the flag or the default. */
  readonly readme?: { readonly about?: string; readonly flag?: string; readonly default?: string };
  readonly check: (text: string) => Checked<NonNullable<SettingValues[Name]>>;
}

const TALKING = ['ask', 'chat', 'config'] as const;
const MARKDOWN = ['auto', 'always', 'never'] as const;
const RESUME = ['always', 'never'] as const;
/** What a timer takes at most (2^31 - 1 ms), in seconds. */
const LONGEST_TIMEOUT = 2_147_483;

/** The settings, in the order of the README's table. */
export const SETTINGS: { readonly [Name in SettingName]: Setting<Name> } = {
  apiKey: {
    name: 'apiKey',
    about: 'key for the server in use',
    options: [],
    commands: [],
    attribute: null,
    env: 'OPENAI_API_KEY',
    default: null,
    secret: true,
    unquotable: true,
    example: 'sk-…',
    readme: { flag: 'none, on purpose', default: 'none' },
    check: checkKey,
  },
  baseUrl: {
    name: 'baseUrl',
    options: [{ flags: '--base-url <url>', help: 'server to talk to, such as http://localhost:11434/v1' }],
    commands: TALKING,
    attribute: 'baseUrl',
    env: 'OPENAI_BASE_URL',
    default: 'https://api.openai.com/v1',
    unquotable: true,
    example: 'https://api.openai.com/v1',
    check: checkBaseUrl,
  },
  model: {
    name: 'model',
    options: [{ flags: '-m, --model <name>', help: 'model that answers' }],
    commands: TALKING,
    attribute: 'model',
    env: 'OPENAI_MODEL',
    default: 'gpt-4o-mini',
    example: 'gpt-4o-mini',
    check: oneLine('the name of a model, in one line'),
  },
  systemPrompt: {
    name: 'systemPrompt',
    options: [{ flags: '--system <text>', help: 'system prompt: what the model should know and be' }],
    commands: TALKING,
    attribute: 'system',
    env: 'AI_CHAT_SYSTEM_PROMPT',
    default: 'You are a helpful assistant.',
    example: '"Answer in one sentence."',
    check: anyText,
  },
  temperature: {
    name: 'temperature',
    options: [{ flags: '-t, --temperature <number>', help: 'from 0 (sober) to 2 (wild)' }],
    commands: TALKING,
    attribute: 'temperature',
    env: null,
    default: null,
    example: '0.7',
    readme: { default: 'not sent' },
    check: decimal((value) => value >= 0 && value <= 2, 'a number from 0 to 2'),
  },
  maxTokens: {
    name: 'maxTokens',
    options: [{ flags: '--max-tokens <count>', help: 'longest answer, in tokens' }],
    commands: TALKING,
    attribute: 'maxTokens',
    env: null,
    default: null,
    example: '500',
    readme: { default: 'not sent' },
    check: wholeNumber(1, Number.MAX_SAFE_INTEGER, 'a whole number of at least 1'),
  },
  timeout: {
    name: 'timeout',
    options: [{ flags: '--timeout <seconds>', help: 'longest silence of the server' }],
    commands: TALKING,
    attribute: 'timeout',
    env: 'AI_CHAT_TIMEOUT',
    default: 300,
    example: '120',
    readme: { about: "seconds without an event from the server; keep-alive comments don't count" },
    check: decimal(
      (value) => value > 0 && value <= LONGEST_TIMEOUT,
      `a number of seconds above 0, ${LONGEST_TIMEOUT} at most`,
    ),
  },
  maxRetries: {
    name: 'maxRetries',
    options: [
      { flags: '--max-retries <count>', help: 'retries after an error of the network or the server' },
    ],
    commands: TALKING,
    attribute: 'maxRetries',
    env: 'AI_CHAT_MAX_RETRIES',
    default: 2,
    example: '5',
    check: wholeNumber(0, 100, 'a whole number from 0 to 100'),
  },
  markdown: {
    name: 'markdown',
    options: [
      { flags: '--markdown [when]', help: 'render Markdown: auto, always or never (alone: always)' },
      { flags: '--no-markdown', help: 'show the text as the model writes it' },
    ],
    group: 'Output',
    commands: ['ask', 'chat', 'history', 'config'],
    attribute: 'markdown',
    env: 'AI_CHAT_MARKDOWN',
    default: 'auto',
    example: 'always',
    readme: {
      about: '`auto`, `always`, `never`',
      flag: '`--markdown [WHEN]` (bare: `always`), `--no-markdown`',
    },
    choices: MARKDOWN,
    check: oneOf(...MARKDOWN),
  },
  resume: {
    name: 'resume',
    about: 'whether a bare chat goes on with the last one: always or never',
    options: [{ flags: '--new', help: 'start another conversation' }],
    group: 'Conversation',
    commands: ['chat'],
    attribute: 'new',
    env: null,
    default: 'always',
    example: 'never',
    readme: { about: '`always`, `never`: what a bare `chat` does' },
    choices: RESUME,
    check: oneOf(...RESUME),
  },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The options of `command` that are settings. */
export function optionsFor(command: SettingCommand): readonly (FlagOption & { readonly group: HelpGroup })[] {
  return Object.values<Setting>(SETTINGS).flatMap(({ commands, options, group = 'Model and server' }) =>
    commands.includes(command) ? options.map((option) => ({ ...option, group })) : [],
  );
}
