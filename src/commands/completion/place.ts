import {
  type CommandNode,
  type OperandNode,
  type OptionNode,
  optionsOf,
  subcommandsOf,
  takesValue,
} from './command-tree.ts';

/** Where the cursor stands on a command line. */
export interface Place {
  /** The command that was named before it. */
  readonly command: CommandNode;
  /** The one that this belongs to; undefined for the program itself. */
  readonly group: CommandNode | undefined;
  /** The arguments before it that are neither commands nor options. */
  readonly operands: readonly string[];
  /** The options before it, by attribute; null without a value. */
  readonly options: ReadonlyMap<string, string | null>;
  /** What may stand at the cursor. */
  readonly next: Next;
  /** The beginning of the word that belongs to an option whose value is completed: `--session=`, `-s`. */
  readonly prefix: string;
  /** What is typed so far of what is completed. */
  readonly typed: string;
}

export type Next =
  | { readonly kind: 'command' }
  | { readonly kind: 'option' }
  | { readonly kind: 'option-value'; readonly option: OptionNode }
  | { readonly kind: 'operand'; readonly operand: OperandNode }
  | { readonly kind: 'nothing' };

/** Reads `words`, the last of which the cursor stands behind, as commander would. */
export function placeOf(program: CommandNode, words: readonly string[]): Place {
  let command = program;
  let group: CommandNode | undefined;
  /** An option that still waits for its value. */
  let waiting: OptionNode | undefined;
  let optionsEnded = false;
  const operands: string[] = [];
  const options = new Map<string, string | null>();

  for (const word of words.slice(0, -1)) {
    if (waiting && (waiting.required || !isOption(word))) {
      options.set(waiting.attributeName(), word);
      waiting = undefined;
    } else if (!optionsEnded && word === '--') {
      optionsEnded = true;
      waiting = undefined;
    } else if (!optionsEnded && isOption(word)) {
      const { seen, last, value } = readOption(command, word);
      for (const option of seen) options.set(option.attributeName(), null);
      if (last && value !== undefined) options.set(last.attributeName(), value);
      waiting = last && takesValue(last) && value === undefined ? last : undefined;
    } else {
      waiting = undefined;
      const child = subcommandsOf(command).find((candidate) => candidate.name() === word);
      if (child && operands.length === 0) [group, command] = [command, child];
      else operands.push(word);
    }
  }

  const word = words.at(-1) ?? '';
  const at = { command, group, operands, options, prefix: '', typed: word };
  if (waiting && (waiting.required || !isOption(word))) {
    return { ...at, next: { kind: 'option-value', option: waiting } };
  }
  if (!optionsEnded && word.startsWith('-')) {
    const { last, value } = readOption(command, word);
    if (!last || value === undefined) return { ...at, next: { kind: 'option' } };
    const prefix = word.slice(0, word.length - value.length);
    return { ...at, next: { kind: 'option-value', option: last }, prefix, typed: value };
  }
  return { ...at, next: withoutOption(command, operands) };
}

function withoutOption(command: CommandNode, operands: readonly string[]): Next {
  const isGroup = subcommandsOf(command).length > 0;
  if (isGroup) return operands.length === 0 ? { kind: 'command' } : { kind: 'nothing' };
  const known = command.registeredArguments;
  const last = known.at(-1);
  const operand = known[operands.length] ?? (last?.variadic ? last : undefined);
  return operand ? { kind: 'operand', operand } : { kind: 'nothing' };
}

/** A `-` alone is standard input, no option. */
function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

/** The options in one word, the last of them, and its value if that is in the word too: `--name=value`, `-abcvalue`. */
function readOption(
  command: CommandNode,
  word: string,
): { seen: readonly OptionNode[]; last?: OptionNode; value?: string } {
  const known = optionsOf(command);
  if (word.startsWith('--')) {
    const end = word.indexOf('=');
    const name = end < 0 ? word : word.slice(0, end);
    const last = known.find(({ long }) => long === name);
    if (!last) return { seen: [] };
    return end < 0 || !takesValue(last)
      ? { seen: [last], last }
      : { seen: [last], last, value: word.slice(end + 1) };
  }
  const seen: OptionNode[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const option = known.find(({ short }) => short === `-${word[at]}`);
    if (!option) return { seen };
    seen.push(option);
    if (takesValue(option) && at + 1 < word.length) {
      return { seen, last: option, value: word.slice(at + 1) };
    }
  }
  const last = seen.at(-1);
  return last ? { seen, last } : { seen };
}
