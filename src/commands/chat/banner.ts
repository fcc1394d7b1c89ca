import { counted } from '../../conversation/counted.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { titleOf } from '../shared/conversation-table.ts';
import type { Chat } from './chat.ts';

/** In one line: which conversation this is, how long and how old. */
export function describe({ app, session, resumed }: Pick<Chat, 'app' | 'session' | 'resumed'>): string {
  const { conversation } = session;
  const model = sanitizeLine(conversation.model);
  if (!resumed)
    return `new chat with ${model}${conversation.name === null ? '' : `, called ${conversation.name}`}`;
  const count = conversation.messages.length;
  const age = relativeTime(conversation.updatedAt, app.runtime.clock.now());
  return `resuming “${titleOf(conversation)}” with ${model}: ${counted(count, 'message')}, last used ${age}`;
}
