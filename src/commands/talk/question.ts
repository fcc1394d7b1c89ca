import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { LARGEST_INPUT, readStandardInput, tooLarge } from '../../terminal/standard-input.ts';
import { attachmentOf } from '../shared/text-file.ts';

export interface QuestionParts {
  readonly words: readonly string[];
  readonly files: readonly string[];
  readonly readStdin: boolean;
}

/** Throws `usage` when nothing can come of these parts, before anything is waited for. */
export function checkQuestion(parts: QuestionParts, app: App): void {
  if (parts.files.includes('-')) {
    throw new CliError('usage', '`-` is no file', {
      hint: 'standard input goes with the question by itself; a file of that name is ./-',
    });
  }
  const pipes = parts.readStdin && !app.runtime.stdin.isTTY;
  if (pipes || parts.files.length > 0 || textOf(parts).trim() !== '') return;
  throw noQuestion();
}

/**
 * The question as it is sent: the words, then standard input where it is piped, then the files, with a blank line
 * between them. Throws `usage` when there is nothing in any of them, and the signal's reason when it aborts.
 */
export async function composeQuestion(parts: QuestionParts, app: App, signal: AbortSignal): Promise<string> {
  const { stdin, clock, cwd } = app.runtime;
  const all = [textOf(parts)];
  if (parts.readStdin && !stdin.isTTY) {
    const { reporter } = await app.messages();
    all.push(
      await readStandardInput(stdin, {
        signal,
        clock,
        onSilence: () => reporter.note('waiting for standard input; --no-stdin does not read it'),
      }),
    );
  }
  for (const path of parts.files) all.push(await attachmentOf(path, cwd, signal));
  const question = all.filter((part) => part !== '').join('\n\n');
  if (question.trim() === '') throw noQuestion();
  if (question.length > LARGEST_INPUT) throw tooLarge('the question');
  return question;
}

/** A dash alone names standard input, as everywhere, which is read without it too. */
function textOf({ words }: QuestionParts): string {
  const text = words.join(' ');
  return text === '-' ? '' : text;
}

function noQuestion(): CliError {
  return new CliError('usage', 'there is no question', {
    hint: 'type `ai-chat ask "How far is the moon?"`, or `ai-chat ask --help`',
  });
}
