import type { App } from '../../app.ts';
import { lastExchange } from '../../conversation/document.ts';
import type { Conversation, ConversationSummary } from '../../conversation/types.ts';
import { CliError, SIGNAL_EXIT_CODES } from '../../errors.ts';
import { colorEnabled, createStyles } from '../../terminal/colors.ts';
import type { PickItem, PreviewPart } from '../../terminal/picker/picker.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { untilInterrupted } from '../shared/interruption.ts';
import { terminalOf } from '../shared/terminal-of.ts';

/** Who is asked. */
export interface Picker {
  say(text: string): void;
  /** Undefined where there is nobody. */
  ask?(question: string): Promise<string | undefined>;
  /** Lets `use` have the terminal; not there where nobody else has it. */
  lendTerminal?<T>(use: () => Promise<T>): Promise<T>;
}

/** How many are listed where there is no more than lines. */
const LISTED = 20;

/**
 * Lets somebody at a terminal pick a conversation, or name it where the terminal can no more than lines. Undefined when none
 * was picked. Throws `usage` without a terminal, and where there is nothing to pick from.
 */
export async function pickConversation(app: App, other: Picker): Promise<string | undefined> {
  if (!other.ask)
    throw new CliError('usage', 'which conversation?', { hint: '`ai-chat history` lists them' });
  // On some terminals there are only lines.
  const terminal = app.runtime.env.TERM === 'dumb' ? undefined : terminalOf(app);
  const store = await app.store();
  const { conversations } = await store.list({ limit: terminal ? 0 : LISTED });
  if (conversations.length === 0) throw new CliError('usage', 'there are no conversations yet');
  if (!terminal) return nameOne(app, other.ask, other.say, conversations);
  const lend = other.lendTerminal ?? ((use) => use());
  const { stdin, env, job, interrupts, clock } = app.runtime;
  const { pick } = await import('../../terminal/picker/picker.ts');
  const now = clock.now();
  const interruption = untilInterrupted(interrupts);
  const picked = await lend(() =>
    pick({
      items: conversations.map((summary) => itemOf(summary, now)),
      preview: async ({ id }) => previewOf(await store.load(id)),
      stdin,
      output: terminal,
      env,
      job,
      styles: createStyles(colorEnabled({ flag: app.options.color, env, isTTY: true })),
      signal: interruption.signal,
    }),
  ).finally(interruption.dispose);
  return picked?.id;
}

function itemOf(summary: ConversationSummary, now: number): PickItem & { readonly id: string } {
  const { id, name, title, model, updatedAt } = summary;
  const label = name === null ? titleOf(summary) : `${name} – ${title}`;
  return { id, label, detail: `${model} · ${relativeTime(updatedAt, now)}`, texts: [label, model] };
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

async function nameOne(
  app: App,
  ask: (question: string) => Promise<string | undefined>,
  say: (text: string) => void,
  conversations: readonly ConversationSummary[],
): Promise<string | undefined> {
  const now = app.runtime.clock.now();
  say(
    conversations
      .map(
        (summary, at) =>
          `${String(at + 1).padStart(3)}  ${titleOf(summary)} (${relativeTime(summary.updatedAt, now)})`,
      )
      .join('\n'),
  );
  const answer = (await ask('Number, name or id:'))?.trim();
  if (!answer) return undefined;
  return conversations[Number(answer) - 1]?.id ?? answer;
}

/** What was picked, or with which code to end, where a command was told no conversation. */
export type Picked = { readonly reference: string } | { readonly exitCode: number };

/** Lets the user of a command pick a conversation. Throws `usage` where nobody can be asked. */
export async function pickForCommand(app: App): Promise<Picked> {
  const { stdin, stderr, job, interrupts } = app.runtime;
  const interruption = untilInterrupted(interrupts);
  const say = (text: string) => void stderr.write(`${text}\n`);
  const ask = async (question: string) => {
    const { createPrompter } = await import('../../terminal/prompt.ts');
    const prompter = createPrompter({ stdin, output: stderr, job, signal: interruption.signal });
    const reply = await prompter.ask(question);
    return reply.type === 'line' ? reply.text : undefined;
  };
  const reference = await pickConversation(app, { say, ...(stdin.isTTY && { ask }) }).finally(
    interruption.dispose,
  );
  const { interrupt = 'SIGINT' } = interruption;
  return reference === undefined ? { exitCode: SIGNAL_EXIT_CODES[interrupt] } : { reference };
}
