import type { Message, Usage } from './types.ts';

/** What the answers of a conversation took together. */
export interface TotalUsage extends Required<Pick<Usage, 'cachedTokens' | 'reasoningTokens' | 'cost'>> {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  /** How many answers came with counts. */
  readonly answers: number;
}

/** Undefined where no answer came with counts. */
export function totalUsage(messages: readonly Message[]): TotalUsage | undefined {
  const told = messages.flatMap(({ usage }) => (usage ? [usage] : []));
  if (told.length === 0) return undefined;
  const sum = (count: (usage: Usage) => number | null | undefined) =>
    told.reduce((total, usage) => total + (count(usage) ?? 0), 0);
  return {
    answers: told.length,
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: sum(({ completionTokens }) => completionTokens),
    totalTokens: sum(totalOf),
    cachedTokens: sum(({ cachedTokens }) => cachedTokens),
    reasoningTokens: sum(({ reasoningTokens }) => reasoningTokens),
    cost: sum(({ cost }) => cost),
  };
}

/** Some servers give the parts alone. */
function totalOf({ totalTokens, promptTokens, completionTokens }: Usage): number {
  return totalTokens ?? (promptTokens ?? 0) + (completionTokens ?? 0);
}
