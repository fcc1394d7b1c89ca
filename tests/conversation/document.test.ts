import { describe, expect, it } from 'vitest';
import {
  beginConversation,
  dropMessages,
  exchanges,
  putMessages,
  summarize,
} from '../../src/conversation/document.ts';
import { requestMessages } from '../../src/conversation/request.ts';
import type { Message } from '../../src/conversation/types.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T00:00:05.000Z';

function empty() {
  return beginConversation({
    id: 'abcd',
    name: null,
    kind: 'chat',
    model: 'm',
    baseUrl: 'http://localhost:1/v1',
    systemPrompt: 'Be brief.',
    now: NOW,
  });
}

const question = (id: string, content = `question ${id}`): Message => ({
  id,
  role: 'user',
  content,
  createdAt: NOW,
});

const answer = (id: string, replyTo: string | undefined, content = `answer ${id}`): Message => ({
  id,
  role: 'assistant',
  content,
  createdAt: NOW,
  ...(replyTo === undefined ? {} : { replyTo }),
});

describe('putMessages', () => {
  it('takes its title from the first question and keeps it', () => {
    const once = putMessages(empty(), [question('q1', '  How  far\nis the moon? ')], LATER);
    expect(once.title).toBe('How far is the moon?');
    expect(once.updatedAt).toBe(LATER);
    expect(putMessages(once, [question('q2', 'And the sun?')], LATER).title).toBe('How far is the moon?');
  });

  it('replaces a message by its id and keeps fields it does not know', () => {
    const stranger = { ...answer('a1', 'q1', 'half'), rating: 5 };
    const before = putMessages(empty(), [question('q1'), stranger], NOW);
    const after = putMessages(before, [answer('a1', 'q1', 'whole')], LATER);
    expect(after.messages).toHaveLength(2);
    expect(after.messages[1]).toMatchObject({ content: 'whole', rating: 5 });
  });
});

describe('dropMessages', () => {
  it('takes away what it is told and nothing that came meanwhile', () => {
    const all = putMessages(empty(), [question('q1'), answer('a1', 'q1'), question('q2')], NOW);
    expect(dropMessages(all, new Set(['q1', 'a1']), LATER).messages.map(({ id }) => id)).toEqual(['q2']);
  });

  it.each([
    ['the first question', ['q1', 'a1'], 'question q2'],
    ['another', ['q2'], 'question q1'],
    ['all', ['q1', 'a1', 'q2'], ''],
  ])('leaves no title made of what it takes: %s', (_, gone, title) => {
    const all = putMessages(empty(), [question('q1'), answer('a1', 'q1'), question('q2')], NOW);
    const left = dropMessages(all, new Set(gone), LATER);
    expect(left.title).toBe(title);
    expect(putMessages(left, [question('q3')], LATER).title).toBe(title || 'question q3');
  });
});

describe('exchanges', () => {
  it('puts an answer beside its question, whoever finished first', () => {
    const mixed = [question('q1'), question('q2'), answer('a2', 'q2'), answer('a1', 'q1')];
    expect(
      exchanges(mixed).map(({ question, answers }) => [question.id, answers.map(({ id }) => id)]),
    ).toEqual([
      ['q1', ['a1']],
      ['q2', ['a2']],
    ]);
  });

  it('gives an answer that names no question to the one before it', () => {
    const plain = [question('q1'), answer('a1', undefined), question('q2'), answer('a2', 'gone')];
    expect(exchanges(plain).map(({ answers }) => answers.map(({ id }) => id))).toEqual([['a1'], ['a2']]);
  });
});

describe('requestMessages', () => {
  it('sends answered questions only, and of several answers the last with text', () => {
    const conversation = putMessages(
      empty(),
      [
        question('q1'),
        answer('a1', 'q1', 'first try'),
        answer('a1b', 'q1', 'second try'),
        answer('a1c', 'q1', ''),
        question('lost'),
        question('q2'),
        { ...answer('a2', 'q2', 'partial'), status: 'interrupted', reasoning: 'thoughts' },
        question('q3'),
      ],
      NOW,
    );
    expect(requestMessages(conversation, question('q3'))).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'question q1' },
      { role: 'assistant', content: 'second try' },
      { role: 'user', content: 'question q2' },
      { role: 'assistant', content: 'partial' },
      { role: 'user', content: 'question q3' },
    ]);
  });

  it('asks again without the last answer, and without a system prompt when there is none', () => {
    const conversation = putMessages(
      { ...empty(), systemPrompt: '' },
      [question('q1'), answer('a1', 'q1'), question('q2'), answer('a2', 'q2')],
      NOW,
    );
    expect(requestMessages(conversation, question('q2')).map(({ content }) => content)).toEqual([
      'question q1',
      'answer a1',
      'question q2',
    ]);
  });
});

it('summarizes without the messages', () => {
  const summary = summarize(putMessages(empty(), [question('q1')], LATER));
  expect(summary).toEqual({
    id: 'abcd',
    name: null,
    title: 'question q1',
    kind: 'chat',
    model: 'm',
    baseUrl: 'http://localhost:1/v1',
    createdAt: NOW,
    updatedAt: LATER,
    messageCount: 1,
  });
});
