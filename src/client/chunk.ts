import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Finish, Usage } from '../conversation/types.ts';
import { isObject, type JsonObject } from './json.ts';
import { readUsage } from './usage.ts';

/** What one chunk of a streamed answer holds, or the whole of one that was not streamed. */
export interface ChunkContents {
  readonly text: string;
  readonly reasoning: string;
  /** Text by which the model declines. */
  readonly refusal: string;
  readonly finish: Finish | undefined;
  readonly usage: Usage | undefined;
}

/**
 * Reads a chunk as the servers in the wild send it: OpenAI's form (`ChatCompletionChunk` of the `openai` package), a
 * whole `ChatCompletion`, and what lies between. What is missing or of another type is taken as not there.
 */
export function readChunk(chunk: JsonObject): ChunkContents {
  const choice = firstChoice(chunk.choices);
  const part = choice === undefined ? {} : (messageOf(choice) ?? {});
  const inContent = readContent(part.content);
  const reasoning = readReasoning(part);
  return {
    text: inContent.text !== '' ? inContent.text : string(choice?.text),
    reasoning: reasoning !== '' ? reasoning : inContent.reasoning,
    refusal: string(part.refusal) + inContent.refusal,
    finish: readFinish(choice?.finish_reason),
    usage:
      readUsage(chunk.usage) ??
      readUsage(choice?.usage) ??
      readUsage(isObject(chunk.x_groq) ? chunk.x_groq.usage : null),
  };
}

/** Only the first of several answers is asked for; some servers send others, or none in a chunk of usage. */
function firstChoice(choices: unknown): JsonObject | undefined {
  if (!Array.isArray(choices)) return undefined;
  return choices.filter(isObject).find(({ index }) => (index ?? 0) === 0 || index === '0');
}

function messageOf(choice: JsonObject): JsonObject | undefined {
  if (isObject(choice.delta)) return choice.delta;
  return isObject(choice.message) ? choice.message : undefined;
}

/** `reasoning_content`: DeepSeek, vLLM, llama.cpp; `reasoning`: OpenRouter, Ollama, newer vLLM. Some send both, alike. */
function readReasoning(part: JsonObject): string {
  return string(part.reasoning_content) || string(part.reasoning);
}

interface Content {
  text: string;
  reasoning: string;
  refusal: string;
}

/** A string, or an array of parts: `text`, `refusal`, and Mistral's `thinking`, which holds parts itself. */
function readContent(content: unknown): Content {
  if (typeof content === 'string') return { text: content, reasoning: '', refusal: '' };
  const read = { text: '', reasoning: '', refusal: '' };
  if (!Array.isArray(content)) return read;
  for (const part of content) {
    if (typeof part === 'string') read.text += part;
    if (!isObject(part)) continue;
    if (part.type === 'refusal') read.refusal += string(part.refusal);
    else if (part.type === 'thinking')
      read.reasoning += string(part.thinking) || readContent(part.thinking).text;
    else read.text += string(part.text);
  }
  return read;
}

/** OpenAI's own reasons; the type makes sure that none is missing. */
const OPENAI_FINISHES: Record<NonNullable<ChatCompletionChunk.Choice['finish_reason']>, Finish> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content_filter',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
};

/** Other servers' words. */
const FINISHES = new Map<string, Finish>([
  ...Object.entries(OPENAI_FINISHES),
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['model_length', 'length'],
  ['context_length', 'length'],
  ['content-filter', 'content_filter'],
  ['safety', 'content_filter'],
  ['recitation', 'content_filter'],
  ['prohibited_content', 'content_filter'],
  ['refusal', 'refusal'],
  ['tool_use', 'tool_calls'],
  ['error', 'broken'],
  ['abort', 'broken'],
  ['cancelled', 'broken'],
  ['insufficient_system_resource', 'broken'],
]);

/** A word that nobody knows says all the same that the answer ended. */
function readFinish(reason: unknown): Finish | undefined {
  if (typeof reason !== 'string' || reason === '') return undefined;
  return FINISHES.get(reason.toLowerCase()) ?? 'stop';
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
