/** An option, as far as a completion needs to know it; commander's `Option` is one. */
export interface OptionNode {
  readonly short?: string | undefined;
  readonly long?: string | undefined;
  /** As in the help: `-s, --session <name>`. */
  readonly flags: string;
  readonly description: string;
  /** Whether a value must follow, or may. */
  readonly required: boolean;
  readonly optional: boolean;
  readonly variadic: boolean;
  readonly argChoices?: readonly string[] | undefined;
  /** Makes something of its value; `choices` bring one along. */
  readonly parseArg?: unknown;
  /** What it is kept under; `--markdown` and `--no-markdown` share one. */
  attributeName(): string;
}

/** An argument that is no option; commander's `Argument` is one. */
export interface OperandNode {
  readonly variadic: boolean;
  name(): string;
}

/** A command line, as far as a completion needs to know it; commander's `Command` is one. */
export interface CommandNode {
  readonly registeredArguments: readonly OperandNode[];
  name(): string;
  description(): string;
  /** What its help would show: nothing hidden. */
  createHelp(): {
    visibleCommands(command: CommandNode): readonly CommandNode[];
    visibleOptions(command: CommandNode): readonly OptionNode[];
    visibleGlobalOptions(command: CommandNode): readonly OptionNode[];
  };
}

/** The commands under `command`. */
export function subcommandsOf(command: CommandNode): readonly CommandNode[] {
  return command.createHelp().visibleCommands(command);
}

/** The options of `command`, and those that hold for every command. */
export function optionsOf(command: CommandNode): readonly OptionNode[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

export function takesValue({ required, optional }: OptionNode): boolean {
  return required || optional;
}

/** Whether it can be given more than once: then a parser of its own collects the values. */
export function isRepeatable({ variadic, parseArg, argChoices }: OptionNode): boolean {
  return variadic || (parseArg !== undefined && argChoices === undefined);
}
