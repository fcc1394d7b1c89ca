import { titleOf } from './title.ts';
import type { Conversation, ConversationKind, ConversationSummary, Message } from './types.ts';

/** What a new conversation starts with. */
export interface Beginning {
  readonly id: string;
  readonly name: string | null;
  readonly kind: ConversationKind;
  readonly model: string;
  readonly baseUrl: string;
  readonly systemPrompt: string;
  /** ISO 8601. */
  readonly now: string;
}

/** A conversation with nothing said yet. */
export function beginConversation({ now, id, name, kind, ...rest }: Beginning): Conversation {
  return {
    version: 1,
    id,
    name,
    title: '',
    kind,
    ...rest,
    createdAt: now,
    updatedAt: now,
    messages: [],
  };
}

/** Adds each message, or puts it in the place of the one with its id. */
export function putMessages(
  conversation: Conversation,
  messages: readonly Message[],
  now: string,
): Conversation {
  const all = [...conversation.messages];
  for (const message of messages) {
    const at = all.findLastIndex(({ id }) => id === message.id);
    if (at < 0) all.push(message);
    else all[at] = { ...all[at], ...message };
  }
  return {
    ...conversation,
    title: conversation.title || titleOf(firstQuestion(all)?.content ?? ''),
    updatedAt: now,
    messages: all,
  };
}

/** Takes the messages with these ids away, and a title that is made of them. */
export function dropMessages(
  conversation: Conversation,
  ids: ReadonlySet<string>,
  now: string,
): Conversation {
  const messages = conversation.messages.filter(({ id }) => !ids.has(id));
  const first = firstQuestion(messages);
  const isTitleLeft = first === firstQuestion(conversation.messages);
  const title = isTitleLeft ? conversation.title : titleOf(first?.content ?? '');
  return { ...conversation, title, updatedAt: now, messages };
}

function firstQuestion(messages: readonly Message[]): Message | undefined {
  return messages.find(({ role }) => role === 'user');
}

/** What is set for a conversation as a whole. */
const SET = ['model', 'systemPrompt', 'baseUrl'] as const;

/** Does to `onto` what made `to` of `from`: messages that came, were replaced or went, and what was set. */
export function carryOver(
  from: Conversation,
  to: Conversation,
  onto: Conversation,
  now: string,
): Conversation {
  if (from === to) return onto;
  const before = new Set(from.messages);
  const put = to.messages.filter((message) => !before.has(message));
  const left = new Set(to.messages.map(({ id }) => id));
  const gone = new Set(from.messages.map(({ id }) => id).filter((id) => !left.has(id)));
  const fields = SET.filter((field) => from[field] !== to[field]).map((field) => [field, to[field]]);
  return { ...dropMessages(putMessages(onto, put, now), gone, now), ...Object.fromEntries(fields) };
}

/** The last question and what was answered to it, or undefined when nothing was asked. */
export function lastExchange(conversation: Conversation): Exchange | undefined {
  return exchanges(conversation.messages).at(-1);
}

/** A question with its answers, the newest last: asking again adds one and keeps the others. */
export interface Exchange {
  readonly question: Message;
  readonly answers: readonly Message[];
}

/**
 * Groups messages by question, in the order in which the questions were asked. Two writers' messages may lie
 * mixed; an answer that names no question belongs to the one before it.
 */
export function exchanges(messages: readonly Message[]): readonly Exchange[] {
  const byQuestion = new Map<string, { question: Message; answers: Message[] }>();
  let before: { question: Message; answers: Message[] } | undefined;
  for (const message of messages) {
    if (message.role !== 'user') continue;
    byQuestion.set(message.id, { question: message, answers: [] });
  }
  for (const message of messages) {
    if (message.role === 'user') before = byQuestion.get(message.id);
    else (byQuestion.get(message.replyTo ?? '') ?? before)?.answers.push(message);
  }
  return [...byQuestion.values()];
}

/** What lists show of a conversation. */
export function summarize(conversation: Conversation): ConversationSummary {
  const { id, name, title, kind, model, baseUrl, createdAt, updatedAt, messages } = conversation;
  return { id, name, title, kind, model, baseUrl, createdAt, updatedAt, messageCount: messages.length };
}
