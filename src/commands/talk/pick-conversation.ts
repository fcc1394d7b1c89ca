import type { App, Settings } from '../../app.ts';
import { lastExchange } from '../../conversation/document.ts';
import type { Conversation, ConversationSummary } from '../../conversation/types.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import type { PreviewPart } from '../../terminal/picker/picker.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { wrapFor } from '../../terminal/wrap-for.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { type Asked, type Pickable, pickOne } from '../shared/pick-one.ts';
import { terminalOf } from '../shared/terminal-of.ts';

/**
 * Lets somebody at a terminal pick a conversation, or name it where the terminal can no more than lines. Undefined when none
 * was, `interrupt` after Ctrl-C or a signal. Throws `usage` without a terminal, and where there is nothing to pick from.
 */
export async function pickConversation(
  app: App,
  other: Asked,
  settings: Settings,
): ReturnType<typeof pickOne> {
  if (!other.prompter)
    throw new CliError('usage', 'which conversation?', { hint: '`ai-chat history` lists them' });
  const store = await app.store();
  const { conversations } = await store.list({ limit: 0 });
  if (conversations.length === 0) throw new CliError('usage', 'there are no conversations yet');
  const isMarkdown = isRendered(settings);
  const now = app.runtime.clock.now();
  return pickOne(app, other, {
    items: conversations.map((summary) => itemOf(summary, now)),
    preview: async ({ value }) => previewOf(await store.load(value), isMarkdown),
    question: 'Number, name or id:',
    whyNoName: (answer) => store.find(answer).then(() => undefined, messageOf),
  });
}

/** What the store says where it finds none. */
function messageOf(error: unknown): string {
  if (error instanceof CliError) return sanitizeLine(error.message);
  throw error;
}

function itemOf(summary: ConversationSummary, now: number): Pickable {
  const { id, name, title, model, updatedAt } = summary;
  const label = name === null ? titleOf(summary) : `${name} – ${title}`;
  return { value: id, label, detail: `${model} · ${relativeTime(updatedAt, now)}`, texts: [label, model] };
}

/** Whether answers are rendered on a terminal. Who needs a damaged config file tells of it; this one does not. */
function isRendered(settings: Settings): boolean {
  try {
    return settings.row('markdown').value !== 'never';
  } catch {
    return true;
  }
}

/** What was said last. */
function previewOf(conversation: Conversation, isMarkdown: boolean): readonly PreviewPart[] {
  const last = lastExchange(conversation);
  if (!last) return [{ label: 'ai-chat', text: 'nothing was said yet' }];
  const question = { label: 'You', text: last.question.content };
  const answer = last.answers.at(-1);
  return answer
    ? [question, { label: answer.model ?? conversation.model, text: answer.content, isMarkdown }]
    : [question];
}

/** What was picked, or with which code to end where none was, where a command was told no conversation. */
export type Picked = { readonly reference: string } | { readonly exitCode: number };

/** Lets the user of a command pick a conversation. Throws `usage` where nobody can be asked. */
export async function pickForCommand(app: App, settings: Settings): Promise<Picked> {
  const { stderr, interrupts } = app.runtime;
  const terminal = terminalOf(app);
  const output = terminal ?? stderr;
  const wrap = await wrapFor(output);
  const say = (text: string) => void output.write(`${wrap(text)}\n`);
  const interruption = untilInterrupted(interrupts);
  const { prompterOf } = await import('../shared/prompter-of.ts');
  const prompter = terminal && (await prompterOf(app, interruption.signal));
  try {
    const picked = await pickConversation(app, { say, prompter }, settings);
    if (picked === 'interrupt' || interruption.interrupt) return { exitCode: interruption.exitCode() };
    // Given up is given up, with Esc and Ctrl-D too: nothing was done, which is no success and no error. So does fzf.
    return picked ? { reference: picked.value } : { exitCode: SIGNAL_EXIT_CODES.SIGINT };
  } finally {
    interruption.dispose();
  }
}
