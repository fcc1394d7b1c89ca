import type { Conversation } from '../../conversation/types.ts';
import { totalUsage } from '../../conversation/usage.ts';
import { sanitizeLine } from '../../terminal/sanitize.ts';
import { stringWidth } from '../../terminal/width.ts';

const COUNT = new Intl.NumberFormat('en-US');
/** Below a dollar, cents say too little. */
const MONEY = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const SMALL_MONEY = new Intl.NumberFormat('en-US', {
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
  if (!usage) return 'the server gave no token counts';
  const { promptTokens, completionTokens, cachedTokens, reasoningTokens, cost, answers } = usage;
  const sent = `${COUNT.format(promptTokens)} sent${cachedTokens ? ` (${COUNT.format(cachedTokens)} of them cached)` : ''}`;
  const received = `${COUNT.format(completionTokens)} received${reasoningTokens ? ` (${COUNT.format(reasoningTokens)} of them reasoning)` : ''}`;
  const price = cost ? `; it cost ${money(cost)}` : '';
  const last = messages.findLast(({ usage: told }) => told)?.usage;
  const lastLine =
    answers > 1 && last?.promptTokens
      ? `\nthe last answer: ${COUNT.format(last.promptTokens)} sent, ${COUNT.format(last.completionTokens ?? 0)} received`
      : '';
  return `${tokens(usage.totalTokens)}: ${sent}, ${received}, in ${answers === 1 ? '1 answer' : `${COUNT.format(answers)} answers`}${price}${lastLine}`;
}

function tokens(count: number): string {
  return `${COUNT.format(count)} ${count === 1 ? 'token' : 'tokens'}`;
}

function money(dollars: number): string {
  return (dollars < 1 ? SMALL_MONEY : MONEY).format(dollars);
}
