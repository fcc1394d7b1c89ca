import { counted } from '../../conversation/counted.ts';
import type { Conversation, Message } from '../../conversation/types.ts';

/**
 * Says which messages another chat has put into a conversation until `answer` was there, which knows them though they were not
 * seen here; undefined when there are none. `before` is the conversation before its question was sent.
 */
export function elsewhereText(
  before: Conversation,
  after: Conversation,
  answer: Message,
): string | undefined {
  const known = new Set([...before.messages.map(({ id }) => id), answer.id, answer.replyTo]);
  const count = after.messages.filter(({ id }) => !known.has(id)).length;
  if (count === 0) return undefined;
  const them = count === 1 ? 'it' : 'them';
  return `[${counted(count, 'message')} came from elsewhere; \`ai-chat history show ${after.name ?? after.id}\` shows ${them}]`;
}
