import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Conversation } from '../../src/conversation/types.ts';
import { testHome } from './home.ts';

/** When a conversation began, and was last used, unless told otherwise. */
export const TIME = '2026-01-02T03:04:05.000Z';

/** Puts a conversation on this test's disk, as an ai-chat that has ended left it; of one question and its answer, unless told otherwise. */
export function keepConversation({
  id,
  ...fields
}: Partial<Conversation> & Pick<Conversation, 'id'>): Conversation {
  const folder = join(testHome().config, 'conversations');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const conversation: Conversation = {
    version: 1,
    id,
    name: null,
    title: `about ${id}`,
    kind: 'chat',
    model: 'tiny',
    baseUrl: 'http://localhost:1/v1',
    systemPrompt: '',
    createdAt: TIME,
    updatedAt: TIME,
    messages: exchange('hello', 'hi'),
    ...fields,
  };
  writeFileSync(join(folder, `${id}.json`), JSON.stringify(conversation));
  return conversation;
}

/** A question and its answer, which has `fields` beside its text. */
export function exchange(
  question: string,
  answer: string,
  fields: Partial<Conversation['messages'][number]> = {},
): Conversation['messages'] {
  return [
    { id: 'q1', role: 'user', content: question, createdAt: TIME },
    {
      id: 'a1',
      role: 'assistant',
      content: answer,
      createdAt: TIME,
      replyTo: 'q1',
      status: 'complete',
      ...fields,
    },
  ];
}
