import type { Conversation } from '../../conversation/types.ts';
import { totalUsage } from '../../conversation/usage.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { stringWidth } from '../../terminal/width.ts';

/** Made when they are needed: each takes some milliseconds, and a chat begins without. */
const counts = formatter({});
/** Below a dollar, cents say too little. */
const prices = formatter({
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const smallPrices = formatter({
  style: 'currency',
  currency: 'USD',
  minimumSignificantDigits: 2,
  maximumSignificantDigits: 2,
});

/**
 * Where a chat is, in one line: `gpt-4o-mini · trip · 1,234 tokens · $0.0042`, as far as it is known. What is too wide for
 * `columns` is left out from the end.
 */
export function statusText(
  { model, name, messages }: Conversation,
  columns = Number.POSITIVE_INFINITY,
): string {
  const usage = totalUsage(messages);
  const parts = [
    sanitizeLine(model),
    ...(name === null ? [] : [sanitizeLine(name)]),
    ...(usage ? [tokens(usage.totalTokens)] : []),
    ...(usage?.cost ? [money(usage.cost)] : []),
  ];
  while (parts.length > 1 && stringWidth(parts.join(' · ')) > columns) parts.pop();
  return parts.join(' · ');
}

/** All that the server told about what was used, in lines. */
export function usageText({ messages }: Conversation): string {
  const usage = totalUsage(messages);
  if (!usage)
    return messages.some(({ role }) => role === 'assistant')
      ? 'the server gave no token counts'
      : 'no tokens were used yet';
  const { promptTokens, completionTokens, cachedTokens, reasoningTokens, cost, answers } = usage;
  const sent = `${counts().format(promptTokens)} sent${cachedTokens ? ` (${counts().format(cachedTokens)} of them cached)` : ''}`;
  const received = `${counts().format(completionTokens)} received${reasoningTokens ? ` (${counts().format(reasoningTokens)} of them reasoning)` : ''}`;
  const price = cost ? `; it cost ${money(cost)}` : '';
  const last = messages.findLast(({ usage: told }) => told)?.usage;
  const lastLine =
    answers > 1 && last?.promptTokens
      ? `\nthe last answer: ${counts().format(last.promptTokens)} sent, ${counts().format(last.completionTokens ?? 0)} received`
      : '';
  return `${tokens(usage.totalTokens)}: ${sent}, ${received}, in ${answers === 1 ? '1 answer' : `${counts().format(answers)} answers`}${price}${lastLine}`;
}

function tokens(count: number): string {
  return `${counts().format(count)} ${count === 1 ? 'token' : 'tokens'}`;
}

function money(dollars: number): string {
  return (dollars < 1 ? smallPrices() : prices()).format(dollars);
}

function formatter(options: Intl.NumberFormatOptions): () => Intl.NumberFormat {
  let made: Intl.NumberFormat | undefined;
  return () => {
    made ??= new Intl.NumberFormat('en-US', options);
    return made;
  };
}
