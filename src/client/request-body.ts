import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { ChatRequest } from '../conversation/ports.ts';
import { ServerFailure } from './failures.ts';

/** The body of a streaming request for a chat completion. */
export type RequestBody = ChatCompletionCreateParamsStreaming;

/** A change to the body for a server or model that refuses one of its parameters. */
export interface Adaptation {
  apply(body: RequestBody): RequestBody;
  /** For the user, where the answer will not be what was asked for. */
  readonly notice?: string;
}

/** Optional parameters are in it only when set. */
export function createBody(request: ChatRequest): RequestBody {
  return {
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.maxTokens === undefined ? {} : { max_tokens: request.maxTokens }),
  };
}

const ADAPTATIONS: Readonly<Record<string, Adaptation>> = {
  stream_options: { apply: ({ stream_options, ...rest }) => rest },
  temperature: {
    apply: ({ temperature, ...rest }) => rest,
    notice: 'the model takes no temperature; asking again without it',
  },
  max_tokens: {
    apply: ({ max_tokens, ...rest }) => (max_tokens ? { ...rest, max_completion_tokens: max_tokens } : rest),
  },
  max_completion_tokens: {
    apply: ({ max_completion_tokens, ...rest }) =>
      max_completion_tokens ? { ...rest, max_tokens: max_completion_tokens } : rest,
  },
};

/**
 * How to send a refused request in another form, or undefined when none of its optional parameters is at fault. A
 * parameter that is known but has a wrong value is the user's to mend.
 */
export function adaptationFor(error: unknown, body: RequestBody): Adaptation | undefined {
  if (!(error instanceof ServerFailure) || (error.status !== 400 && error.status !== 422)) return undefined;
  const { param, code, message } = error.detail;
  if (code !== null && /value|range|minimum|maximum|above|below/i.test(code) && !/unsupported/i.test(code))
    return undefined;
  const sent = Object.keys(ADAPTATIONS).filter((name) => name in body);
  const named =
    param === null ? undefined : sent.find((name) => param === name || param.startsWith(`${name}.`));
  const name = named ?? (param === null ? sent.find((name) => mentions(message, name)) : undefined);
  return name === undefined ? undefined : ADAPTATIONS[name];
}

/** As a word of its own: `max_tokens` is not mentioned by `max_tokens_per_minute`. */
function mentions(message: string, name: string): boolean {
  return new RegExp(`(?<![\\w])${name}(?![\\w])`).test(message);
}
