import { counted } from '../../conversation/counted.ts';
import type { Conversation, Message } from '../../conversation/types.ts';

/**
 * Says what others have done to a conversation until `answer` was there: which messages came, that the answer knows though they were
 * not seen here, and how many went, that it knows no more though they were. Undefined when there is nothing to say. `before` is the
 * conversation before its question was sent.
 */
export function elsewhereText(
  before: Conversation,
  after: Conversation,
  answer: Message,
): string | undefined {
  const came = without(after, [...before.messages, answer]).filter(({ id }) => id !== answer.replyTo).length;
  const went = without(before, after.messages).length;
  const said: string[] = [];
  if (went > 0) {
    const [were, them] = went === 1 ? ['was', 'it'] : ['were', 'them'];
    said.push(`${counted(went, 'message')} ${were} removed elsewhere; the model knows ${them} no more`);
  }
  if (came > 0) {
    const them = came === 1 ? 'it' : 'them';
    said.push(
      `${counted(came, 'message')} came from elsewhere; \`ai-chat history show ${after.name ?? after.id}\` shows ${them}`,
    );
  }
  return said.length === 0 ? undefined : `[${said.join('; ')}]`;
}

function without({ messages }: Conversation, others: readonly Message[]): readonly Message[] {
  const ids = new Set(others.map(({ id }) => id));
  return messages.filter(({ id }) => !ids.has(id));
}
