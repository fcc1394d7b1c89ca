import type { App } from '../../app.ts';
import { lastExchange } from '../../conversation/document.ts';
import type { Conversation, ConversationSummary } from '../../conversation/types.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import type { PreviewPart } from '../../terminal/picker/picker.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { type Asked, type Pickable, pickOne } from '../shared/pick-one.ts';

/**
 * Lets somebody at a terminal pick a conversation, or name it where the terminal can no more than lines. Undefined when none
 * was picked. Throws `usage` without a terminal, and where there is nothing to pick from.
 */
export async function pickConversation(app: App, other: Asked): Promise<string | undefined> {
  if (!other.ask)
    throw new CliError('usage', 'which conversation?', { hint: '`ai-chat history` lists them' });
  const store = await app.store();
  const { conversations } = await store.list({ limit: 0 });
  if (conversations.length === 0) throw new CliError('usage', 'there are no conversations yet');
  const now = app.runtime.clock.now();
  const picked = await pickOne(app, other, {
    items: conversations.map((summary) => itemOf(summary, now)),
    preview: async ({ value }) => previewOf(await store.load(value)),
    question: 'Number, name or id:',
  });
  return picked === 'interrupt' ? undefined : picked?.value;
}

function itemOf(summary: ConversationSummary, now: number): Pickable {
  const { id, name, title, model, updatedAt } = summary;
  const label = name === null ? titleOf(summary) : `${name} – ${title}`;
  return { value: id, label, detail: `${model} · ${relativeTime(updatedAt, now)}`, texts: [label, model] };
}

/** What was said last. */
function previewOf(conversation: Conversation): readonly PreviewPart[] {
  const last = lastExchange(conversation);
  if (!last) return [{ label: 'ai-chat', text: 'nothing was said yet' }];
  const question = { label: 'You', text: last.question.content };
  const answer = last.answers.at(-1);
  return answer
    ? [question, { label: answer.model ?? conversation.model, text: answer.content }]
    : [question];
}

/** What was picked, or with which code to end, where a command was told no conversation. */
export type Picked = { readonly reference: string } | { readonly exitCode: number };

/** Lets the user of a command pick a conversation. Throws `usage` where nobody can be asked. */
export async function pickForCommand(app: App): Promise<Picked> {
  const { stdin, stderr, job, interrupts } = app.runtime;
  const say = (text: string) => void stderr.write(`${text}\n`);
  if (!stdin.isTTY)
    throw new CliError('usage', 'which conversation?', { hint: '`ai-chat history` lists them' });
  const interruption = untilInterrupted(interrupts);
  const { createPrompter } = await import('../../terminal/prompt.ts');
  const prompter = createPrompter({ stdin, output: stderr, job, signal: interruption.signal });
  const reference = await pickConversation(app, {
    say,
    async ask(question) {
      const reply = await prompter.ask(question);
      return reply.type === 'line' ? reply.text : undefined;
    },
  }).finally(interruption.dispose);
  const { interrupt = 'SIGINT' } = interruption;
  return reference === undefined ? { exitCode: SIGNAL_EXIT_CODES[interrupt] } : { reference };
}
