import {
  EXIT_CODES,
  EXIT_MEANINGS,
  SIGINT_MEANING,
  SIGNAL_EXIT_CODES,
  SIGNAL_MEANING,
} from './src/errors.ts';
import type { CommandSpec, GroupSpec, OptionSpec } from './src/program/command-spec.ts';
import {
  COMMANDS,
  DESCRIPTION,
  GLOBAL_OPTIONS,
  HELP_OPTION,
  VERSION_OPTION,
} from './src/program/commands.ts';
import { examplesOf } from './src/program/help/examples.ts';
import { explain } from './src/program/help/explain.ts';
import { optionsFor, SETTINGS, type Setting } from './src/settings/table.ts';
import * as roff from './tsup.roff.ts';

const { bold, example, item, literal, paragraph, placeholder, prose, section, subsection } = roff;

const NAME = 'ai-chat';

/** The commands that have commands of their own. */
const GROUPS = COMMANDS.filter((spec) => 'commands' in spec).map(({ name }) => `${NAME} ${name}`);

/** The manual page of ai-chat, made of the tables that its command line and its help are made of. */
export function manPage(version: string, date: Date): string {
  const head = `.TH ${literal(NAME.toUpperCase())} 1 ${date.toISOString().slice(0, 10)} "${NAME} ${version}" "User Commands"`;
  return roff.page([
    head,
    // Words are not to be torn apart, nor lines spread out: much of this is names.
    '.nh\n.ad l',
    section('Name'),
    `${literal(NAME)} \\- ${prose(DESCRIPTION.charAt(0).toLowerCase() + DESCRIPTION.slice(1).replace(/\.$/, ''))}`,
    section('Synopsis'),
    COMMANDS.map((spec) => synopsis(NAME, spec)).join('\n.br\n'),
    section('Description'),
    ...ABOUT.map((text) => paragraph(prose(text))),
    section('Commands'),
    ...COMMANDS.flatMap((spec) => commandsIn(spec).flatMap(([path, each]) => describe(path, each))),
    section('Global options'),
    ...[...GLOBAL_OPTIONS, HELP_OPTION, VERSION_OPTION].map(option),
    section('Settings'),
    paragraph(
      prose(
        'A setting comes from, in this order: flag, environment, .env in the working directory, config file, default.',
      ),
    ),
    ...Object.values<Setting>(SETTINGS).map(setting),
    section('Files'),
    ...FILES.map(([path, what]) => item(bold(path), prose(what))),
    section('Environment'),
    paragraph(prose('In every variable, empty means unset.')),
    ...Object.values<Setting>(SETTINGS).flatMap(({ name, env }) =>
      env === null ? [] : [item(bold(env), prose(`the setting \`${name}\``))],
    ),
    ...VARIABLES.map(([name, what]) => item(bold(name), prose(what))),
    section('Exit status'),
    item(bold('0'), 'done'),
    ...Object.entries(EXIT_CODES).map(([kind, code]) =>
      item(bold(String(code)), prose(EXIT_MEANINGS[kind as keyof typeof EXIT_CODES])),
    ),
    item(bold(Object.values(SIGNAL_EXIT_CODES).join(', ')), prose(SIGNAL_MEANING)),
    paragraph(prose(SIGINT_MEANING)),
    section('Examples'),
    ...[NAME, ...GROUPS].flatMap((path) => examplesOf(path).map(([command, says]) => example(command, says))),
    section('See also'),
    `${prose('`ai-chat COMMAND --help`, and the README that comes with ai-chat.')}`,
  ]);
}

const ABOUT = [
  'ai-chat talks to OpenAI and to every server that speaks its protocol: Ollama, LM Studio, llama.cpp, vLLM, OpenRouter and others. `ai-chat chat` is a conversation that resumes where it stopped; `ai-chat ask` is one question and one answer, and fits in a pipe.',
  'Standard output carries the answer, or the data asked for, and nothing else; spinner, notes, warnings and errors go to standard error. On a terminal an answer is rendered as Markdown and made safe; in a pipe it is the bytes of the model.',
  'A key, a conversation and its prompts belong to a server, and go to another only when told so.',
  'On a terminal and without a key, `ai-chat chat` helps to enter one, to use a server on this computer, or to look around; with `--demo` nothing has to be set up.',
  'In a chat, Enter sends, /help lists its commands and /keys its keys. Ctrl-C stops an answer and keeps what came; Ctrl-D leaves. Where a conversation is picked from a list, type to filter; Enter picks, Esc leaves.',
];

const FILES: readonly (readonly [string, string])[] = [
  [
    '~/.config/ai-chat/config.json',
    'the config file, on Linux (on macOS in ~/Library/Preferences/ai-chat); `ai-chat config path` prints where it is',
  ],
  ['~/.config/ai-chat/conversations/', 'the conversations, a JSON file each'],
  ['.env', 'settings of the working directory'],
];

const VARIABLES: readonly (readonly [string, string])[] = [
  [
    'AI_CHAT_CONFIG_DIR',
    'the folder of the config file and of the conversations, instead of the own one of the platform',
  ],
  ['XDG_CONFIG_HOME', 'where that folder is, on Linux'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'proxies, and the hosts that are asked without one'],
  ['NODE_EXTRA_CA_CERTS', 'a file with certificates to trust (PEM)'],
  ['OPENAI_ORG_ID, OPENAI_PROJECT_ID', 'sent to api.openai.com alone'],
  ['NO_COLOR, FORCE_COLOR, TERM', 'whether there is colour; for which background, says AI_CHAT_THEME'],
  [
    'AI_CHAT_THEME',
    '`light` or `dark`: the background that answers are coloured for; without it, what COLORFGBG says',
  ],
  ['PAGER', 'what shows a long conversation a screen at a time; without it, `less`; `cat` is none'],
  ['VISUAL, EDITOR', 'the editor of `ai-chat config edit` and of /edit in a chat'],
];

/** The commands that can be run, each with its path. */
function commandsIn(spec: CommandSpec | GroupSpec): [path: string, spec: CommandSpec][] {
  const path = `${NAME} ${spec.name}`;
  return 'commands' in spec
    ? spec.commands.map((child): [string, CommandSpec] => [`${path} ${child.name}`, child])
    : [[path, spec]];
}

function synopsis(path: string, spec: CommandSpec | GroupSpec): string {
  const rest =
    'commands' in spec ? ['command'].map(placeholder) : argumentsOf(spec).map(([term]) => operand(term));
  return [bold(`${path} ${spec.name}`), `[${placeholder('options')}]`, ...rest].join(' ');
}

function describe(path: string, spec: CommandSpec): string[] {
  const usage = [
    bold(path),
    `[${placeholder('options')}]`,
    ...argumentsOf(spec).map(([term]) => operand(term)),
  ];
  const settings = spec.settings ? optionsFor(spec.settings) : [];
  return [
    subsection(usage.join(' ')),
    paragraph(prose(spec.description)),
    ...argumentsOf(spec).map(([term, help]) => item(operand(term), prose(help))),
    ...(spec.options ?? []).map(option),
    ...(settings.length > 0
      ? [
          paragraph(
            `Settings that are options here (see SETTINGS): ${settings.map(({ flags }) => term(flags)).join(', ')}.`,
          ),
        ]
      : []),
    ...examplesOf(path).map(([command, says]) => example(command, says)),
  ];
}

/** Those with an explanation: the others are no affair of the user's. */
function argumentsOf(spec: CommandSpec): readonly (readonly [string, string])[] {
  return (spec.arguments ?? []).filter(([, help]) => help !== '');
}

function option(spec: OptionSpec): string {
  return item(term(spec.flags), prose(explain(spec)));
}

function setting({ name, options, env, default: fallback, readme, choices }: Setting): string {
  const about = readme?.about ?? choices?.join(', ');
  const lines = [
    ...(about ? [prose(about)] : []),
    ...options.map(({ flags, help }) => `${term(flags)}: ${prose(help)}`),
    ...(env === null ? [] : [`Environment: ${bold(env)}`]),
    `Default: ${prose(readme?.default ?? String(fallback))}`,
  ];
  return item(bold(name), ...lines);
}

/** `-s, --session <name>` */
function term(flags: string): string {
  return flags.replace(/[^<[\]>, ]+|[<[][^>\]]*[>\]]/g, (part) =>
    part.startsWith('-')
      ? bold(part)
      : part.startsWith('<')
        ? placeholder(part.slice(1, -1))
        : `[${placeholder(part.slice(1, -1))}]`,
  );
}

/** `<conversation...>`, `[value]` */
function operand(term: string): string {
  const name = placeholder(term.slice(1, -1).replace('...', '')) + (term.includes('...') ? '...' : '');
  return term.startsWith('[') ? `[${name}]` : name;
}
