import type { CommandNode } from './command-tree.ts';
import { conversationCandidates } from './conversations.ts';
import { type CompletionApp, modelCandidates } from './models.ts';
import { type Place, placeOf } from './place.ts';
import type { Answer, Candidate, Shell } from './shell.ts';
import { type Values, type Vocabulary, valuesAt } from './values.ts';

/** What the shell shows for `words`, the last of which the cursor stands behind: the text that its script reads. */
export async function answerFor(
  words: readonly string[],
  shell: Shell,
  program: CommandNode,
  vocabulary: Vocabulary,
  app: CompletionApp,
): Promise<string> {
  const place = placeOf(program, words);
  const answer = await look(place, valuesAt(place, vocabulary), shell, app);
  return shell.write(answer, place.prefix);
}

async function look(place: Place, values: Values, { fits }: Shell, app: CompletionApp): Promise<Answer> {
  const { typed, operands, options } = place;
  const those = (candidates: readonly Candidate[]): Answer => ({
    kind: 'words',
    words: candidates.filter(({ value }) => fits(typed, value) && !operands.includes(value)),
  });
  switch (values.kind) {
    case 'file':
      return { kind: 'file' };
    case 'words':
      return those(values.words);
    case 'conversation':
    case 'session':
      return those(await conversationCandidates(app, { namedOnly: values.kind === 'session', typed, fits }));
    case 'model':
      return those(await modelCandidates(app, options.get('baseUrl') ?? undefined));
    case 'anything':
      return those([]);
  }
}
