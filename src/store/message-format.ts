import type { Message, Usage } from '../conversation/types.ts';
import { isJsonObject, type JsonObject, stringIn } from './json.ts';

/**
 * The messages of a document, or undefined when there is one among them that is no message. One without an id gets
 * one, the same at every reading; optional fields of the wrong type are left out.
 */
export function decodeMessages(value: unknown, time: string): readonly Message[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const messages: Message[] = [];
  for (const item of value as unknown[]) {
    const message = isMessage(item) ? item : repair(item, `m${messages.length + 1}`, time);
    if (!message) return undefined;
    messages.push(message);
  }
  return messages;
}

function isMessage(value: unknown): value is Message {
  if (!isJsonObject(value) || !hasSubstance(value)) return false;
  if (!stringIn(value, 'id') || typeof value.createdAt !== 'string') return false;
  // Asked of every message of every conversation that is opened: a plain loop is the quickest.
  for (const field in value) if (!isUsable(field, value[field])) return false;
  return true;
}

/** Without it there is no message. */
export function hasSubstance(value: JsonObject): value is JsonObject & Pick<Message, 'role' | 'content'> {
  return (value.role === 'user' || value.role === 'assistant') && typeof value.content === 'string';
}

/** Whether a field may be kept: one that this version knows has to be of its type. */
function isUsable(field: string, value: unknown): boolean {
  switch (field) {
    case 'replyTo':
    case 'model':
    case 'status':
    case 'finishReason':
    case 'reasoning':
      return typeof value === 'string';
    case 'usage':
      return value === null || isUsage(value);
    default:
      return true;
  }
}

function isUsage(value: unknown): value is Usage {
  return (
    isJsonObject(value) &&
    isCount(value.promptTokens) &&
    isCount(value.completionTokens) &&
    isCount(value.totalTokens) &&
    USAGE_DETAILS.every((name) => value[name] === undefined || typeof value[name] === 'number')
  );
}

const USAGE_DETAILS = ['cachedTokens', 'reasoningTokens', 'cost'] as const satisfies (keyof Usage)[];

function isCount(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function repair(value: unknown, id: string, time: string): Message | undefined {
  if (!isJsonObject(value) || !hasSubstance(value)) return undefined;
  const { role, content } = value;
  return {
    ...Object.fromEntries(Object.entries(value).filter(([field, item]) => isUsable(field, item))),
    id: stringIn(value, 'id') || id,
    role,
    content,
    createdAt: stringIn(value, 'createdAt') ?? time,
  };
}
