import { describe, expect, it } from 'vitest';
import { statusText, usageText } from '../../../src/commands/chat/usage-text.ts';
import type { Conversation, Message, Usage } from '../../../src/conversation/types.ts';

const usage = (promptTokens: number | null, completionTokens: number | null, more: Partial<Usage> = {}) => ({
  promptTokens,
  completionTokens,
  totalTokens: null,
  ...more,
});

function conversation(usages: readonly (Usage | null)[], name: string | null = null): Conversation {
  const messages = usages.map(
    (told, index): Message => ({
      id: `m${index}`,
      role: 'assistant',
      content: 'x',
      createdAt: '2026-01-01T00:00:00.000Z',
      usage: told,
    }),
  );
  return { name, model: 'gpt-4o-mini', messages } as unknown as Conversation;
}

describe('where a chat is', () => {
  it.each([
    [conversation([]), 'gpt-4o-mini'],
    [conversation([null], 'trip'), 'gpt-4o-mini · trip'],
    [conversation([usage(1000, 234)], 'trip'), 'gpt-4o-mini · trip · 1,234 tokens'],
    [conversation([usage(null, null, { totalTokens: 1 })]), 'gpt-4o-mini · 1 token'],
    [
      conversation([usage(5, 5, { cost: 0.00042 }), usage(5, 5, { cost: 0.1 })]),
      'gpt-4o-mini · 20 tokens · $0.10',
    ],
    [conversation([usage(5, 5, { cost: 0.00042 })]), 'gpt-4o-mini · 10 tokens · $0.00042'],
    [conversation([usage(5, 5, { cost: 12.3456 })]), 'gpt-4o-mini · 10 tokens · $12.35'],
  ])('%# is told in one line', (given, line) => {
    expect(statusText(given)).toBe(line);
  });
});

it('leaves out what a narrow window has no room for', () => {
  const given = conversation([usage(1000, 234, { cost: 0.00042 })], 'trip');
  expect(statusText(given, 35)).toBe('gpt-4o-mini · trip · 1,234 tokens');
  expect(statusText(given, 20)).toBe('gpt-4o-mini · trip');
});

describe('/usage', () => {
  it('says so where nothing is known', () => {
    expect(usageText(conversation([null]))).toBe('the server gave no token counts');
    expect(usageText(conversation([]))).toBe('no tokens were used yet');
  });

  it('tells all that is known', () => {
    const details = { cachedTokens: 1024, reasoningTokens: 64, cost: 0.0021 };
    expect(usageText(conversation([usage(2000, 100, details)]))).toBe(
      '2,100 tokens: 2,000 sent (1,024 of them cached), 100 received (64 of them reasoning), in 1 answer; it cost $0.0021',
    );
    expect(usageText(conversation([usage(10, 5), usage(20, 5)]))).toBe(
      '40 tokens: 30 sent, 10 received, in 2 answers\nthe last answer: 20 sent, 5 received',
    );
  });
});
