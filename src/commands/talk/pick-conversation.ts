import type { App } from '../../app.ts';
import { CliError } from '../../errors.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { titleOf } from '../shared/conversation-table.ts';

/** Lists the conversations used last and asks for one; undefined when none was chosen. Throws `usage` without a terminal. */
export async function pickConversation(
  app: App,
  other: { say(text: string): void; ask?(question: string): Promise<string | undefined> },
): Promise<string | undefined> {
  if (!other.ask)
    throw new CliError('usage', 'which conversation?', { hint: '`ai-chat history` lists them' });
  const { conversations } = await (await app.store()).list({ limit: 20 });
  if (conversations.length === 0) throw new CliError('usage', 'there are no conversations yet');
  const now = app.runtime.clock.now();
  other.say(
    conversations
      .map(
        (summary, at) =>
          `${String(at + 1).padStart(3)}  ${titleOf(summary)} (${relativeTime(summary.updatedAt, now)})`,
      )
      .join('\n'),
  );
  const answer = (await other.ask('Number, name or id:'))?.trim();
  if (!answer) return undefined;
  return conversations[Number(answer) - 1]?.id ?? answer;
}
