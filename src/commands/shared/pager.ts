import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import type { App } from '../../app.ts';
import type { Interrupt, Runtime } from '../../runtime.ts';
import { createOutput } from '../../terminal/output.ts';
import { shellArguments } from './editor.ts';

/** A program that shows a long text a screen at a time. */
export interface Pager {
  /** As the shell takes it where the user chose it, else a program. */
  readonly command: string;
  readonly isChosen: boolean;
}

/** What a shell says of a command that is not there, or no program. */
const NOT_STARTED = new Set([126, 127]);
/** As git has it: quits where all fits, passes colours, and leaves the text on the screen. */
const LESS = 'FRX';

/** `$PAGER`, else `less`, or `more` on Windows; undefined where the user wants none, or the terminal can't have one. */
export function pagerOf({ env, platform }: Pick<Runtime, 'env' | 'platform'>): Pager | undefined {
  const { PAGER, TERM } = env;
  if (PAGER === 'cat' || TERM === 'dumb') return undefined;
  if (PAGER) return { command: PAGER, isChosen: true };
  return { command: platform === 'win32' ? 'more.com' : 'less', isChosen: false };
}

/** How it ended: `missing` when there is no such program, and nothing was shown. */
export type Paged = { readonly missing: boolean; readonly interrupt: Interrupt | undefined };

/**
 * Gives `text` to the pager, piece by piece until its user has seen enough, and waits for its end; a piece that is awaited
 * then is nobody's. Meanwhile the terminal is the pager's: Ctrl-C is its affair, and what else would end us ends it first.
 */
export async function page(app: App, pager: Pager, text: AsyncIterable<string>): Promise<Paged> {
  const child = start(pager, app.runtime);
  let interrupt: Interrupt | undefined;
  const stopListening = app.runtime.interrupts.listen((came) => {
    if (came === 'SIGINT') return;
    interrupt = came;
    child.kill(came);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).catch(() => 127);
  try {
    if (child.stdin) await feed(child.stdin, text, ended);
    return { missing: NOT_STARTED.has((await ended) ?? 0), interrupt };
  } finally {
    stopListening();
  }
}

function start({ command, isChosen }: Pager, { env, platform }: Runtime): ChildProcess {
  const stdio: StdioOptions = ['pipe', 'inherit', 'inherit'];
  const options = { stdio, env: pagerEnv(env) };
  if (!isChosen) return spawn(command, [], options);
  if (platform === 'win32') return spawn(command, { ...options, shell: true });
  return spawn('/bin/sh', shellArguments(command), options);
}

/** The user's own environment; without `R`, less would show colours as codes. */
function pagerEnv(env: Runtime['env']): NodeJS.ProcessEnv {
  const { LESS: set } = env;
  return { ...env, LESS: set ? `-R ${set}` : LESS };
}

async function feed(
  stdin: NodeJS.WritableStream,
  text: AsyncIterable<string>,
  ended: Promise<unknown>,
): Promise<void> {
  const output = createOutput(stdin, { onGone: () => {} });
  const pieces = text[Symbol.asyncIterator]();
  const noMore = ended.then(() => undefined);
  for (;;) {
    // A pager that stands still is left to the user; one that is gone waits for nothing, not even for the next piece.
    const next = await Promise.race([pieces.next(), noMore]);
    if (!next) return;
    if (next.done) break;
    await Promise.race([output.write(next.value), noMore]);
    if (output.gone) return;
  }
  await Promise.race([output.end(), ended]);
  stdin.end();
}
