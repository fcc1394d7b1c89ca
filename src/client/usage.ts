import type { Usage } from '../conversation/types.ts';
import { isObject } from './json.ts';

/** Token counts as a server gave them; undefined when it gave none. */
export function readUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const promptTokens = readCount(usage.prompt_tokens ?? usage.input_tokens);
  const completionTokens = readCount(usage.completion_tokens ?? usage.output_tokens);
  const totalTokens = readCount(usage.total_tokens);
  if (promptTokens === null && completionTokens === null && totalTokens === null) return undefined;
  return {
    promptTokens,
    completionTokens,
    totalTokens,
    ...told(
      'cachedTokens',
      detail(usage, ['prompt_tokens_details', 'input_tokens_details'], 'cached_tokens'),
    ),
    ...told(
      'reasoningTokens',
      detail(usage, ['completion_tokens_details', 'output_tokens_details'], 'reasoning_tokens'),
    ),
    // OpenRouter's field. No price list of ours could be right for long.
    ...told('cost', usage.cost),
  };
}

function detail(usage: Readonly<Record<string, unknown>>, groups: readonly string[], name: string): unknown {
  const group = groups.map((key) => usage[key]).find(isObject);
  return group?.[name];
}

/** A detail that says nothing, or nothing but 0, is left out. */
function told<Name extends string>(name: Name, value: unknown): { [key in Name]?: number } {
  const count = readCount(value);
  return count ? ({ [name]: count } as { [key in Name]: number }) : {};
}

/** Some servers send their counts as strings. */
function readCount(value: unknown): number | null {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 ? count : null;
}
