import type { Command } from 'commander';
import { formatHelp } from './format-help.ts';

/** Narrower windows get lines that are too long for them; longer lines than these are hard to read. */
const NARROWEST = 24;
const WIDEST = 100;

/** Makes `program` keep the help that it is asked for, laid out for a window of `columns`; the function gives it. */
export function keepHelp(program: Command, columns: number): () => string {
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST));
  let help = '';
  const keep = (text: string) => {
    help += text;
  };
  const teach = (command: Command) => {
    command
      .configureHelp({ showGlobalOptions: true, formatHelp: (shown) => formatHelp(shown, width) })
      .configureOutput({ writeOut: keep, writeErr: keep });
    for (const child of command.commands) teach(child);
  };
  teach(program);
  return () => help;
}
