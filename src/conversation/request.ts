import { exchanges } from './document.ts';
import type { RequestMessage } from './ports.ts';
import type { Conversation, Message } from './types.ts';

/**
 * The part of a history that goes to the model with `question`: the system prompt, then every exchange before it
 * that has an answer, each answer beside its question. Questions without an answer and the model's reasoning
 * stay on disk.
 */
export function requestMessages(conversation: Conversation, question: Message): readonly RequestMessage[] {
  const sent: RequestMessage[] = [];
  if (conversation.systemPrompt) sent.push({ role: 'system', content: conversation.systemPrompt });
  for (const exchange of exchanges(conversation.messages)) {
    // Asking again sends what came before the question, not what was answered to it last time.
    if (exchange.question.id === question.id) break;
    const answer = exchange.answers.findLast(({ content }) => content !== '');
    if (!answer) continue;
    sent.push({ role: 'user', content: exchange.question.content });
    sent.push({ role: 'assistant', content: answer.content });
  }
  sent.push({ role: 'user', content: question.content });
  return sent;
}
