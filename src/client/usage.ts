import type { Usage } from '../conversation/types.ts';
import { isObject } from './json.ts';

/** Token counts as a server gave them; undefined when it gave none. */
export function readUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const promptTokens = readCount(usage.prompt_tokens ?? usage.input_tokens);
  const completionTokens = readCount(usage.completion_tokens ?? usage.output_tokens);
  const totalTokens = readCount(usage.total_tokens);
  if (promptTokens === null && completionTokens === null && totalTokens === null) return undefined;
  return { promptTokens, completionTokens, totalTokens };
}

/** Some servers send their counts as strings. */
function readCount(value: unknown): number | null {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 ? count : null;
}
