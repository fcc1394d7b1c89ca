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

/** Spelled out, for it is asked of every message of every conversation that is opened. */
function isMessage(value: unknown): value is Message {
  if (!isJsonObject(value) || !hasSubstance(value)) return false;
  const { id, createdAt, replyTo, model, status, finishReason, reasoning, usage } = value;
  return (
    typeof id === 'string' &&
    id !== '' &&
    typeof createdAt === 'string' &&
    isTextOrAbsent(replyTo) &&
    isTextOrAbsent(model) &&
    isTextOrAbsent(status) &&
    isTextOrAbsent(finishReason) &&
    isTextOrAbsent(reasoning) &&
    (usage === undefined || usage === null || isUsage(usage))
  );
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function hasSubstance(value: JsonObject): value is JsonObject & Pick<Message, 'role' | 'content'> {
  return (value.role === 'user' || value.role === 'assistant') && typeof value.content === 'string';
}

function isUsage(value: unknown): value is Usage {
  return (
    isJsonObject(value) &&
    isCount(value.promptTokens) &&
    isCount(value.completionTokens) &&
    isCount(value.totalTokens)
  );
}

function isCount(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

const OPTIONAL_TEXTS = ['replyTo', 'model', 'status', 'finishReason', 'reasoning'] as const;

function repair(value: unknown, id: string, time: string): Message | undefined {
  if (!isJsonObject(value) || !hasSubstance(value)) return undefined;
  const {
    replyTo: _replyTo,
    model: _model,
    status: _status,
    finishReason: _finish,
    reasoning: _r,
    usage,
    ...rest
  } = value;
  const texts = OPTIONAL_TEXTS.filter((field) => typeof value[field] === 'string');
  return {
    ...rest,
    id: stringIn(value, 'id') || id,
    createdAt: stringIn(value, 'createdAt') ?? time,
    ...Object.fromEntries(texts.map((field) => [field, value[field]])),
    ...(isUsage(usage) ? { usage } : {}),
  };
}
