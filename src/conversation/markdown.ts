import { exchanges } from './document.ts';
import type { Conversation, Message } from './types.ts';

/** A conversation as a Markdown document: its title, where it comes from, and what was said, as it was said. */
export function markdownOf(conversation: Conversation): string {
  const { id, model, createdAt, updatedAt, systemPrompt } = conversation;
  const parts = [
    `# ${(conversation.name ?? conversation.title) || 'Conversation'}`,
    `- id: ${id}\n- model: ${model}\n- begun: ${createdAt}\n- last used: ${updatedAt}`,
  ];
  if (systemPrompt) parts.push('## System', systemPrompt);
  for (const { question, answers } of exchanges(conversation.messages)) {
    parts.push('## You', question.content.trimEnd());
    for (const answer of answers) {
      parts.push(`## ${answer.model ?? model}`, answer.content.trimEnd());
      const mark = markOf(answer);
      if (mark) parts.push(mark);
    }
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function markOf({ status, finishReason }: Message): string {
  if (status === 'interrupted') return '*(interrupted)*';
  return status === 'incomplete' ? `*(incomplete: ${finishReason ?? 'broken'})*` : '';
}
