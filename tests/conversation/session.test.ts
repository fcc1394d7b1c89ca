import { expect, it } from 'vitest';
import { beginConversation } from '../../src/conversation/document.ts';
import type { ChatModel, ConversationStore, Wait } from '../../src/conversation/ports.ts';
import { createSession } from '../../src/conversation/session.ts';

const MODEL: ChatModel = {
  async *stream() {
    yield { type: 'text', text: 'One.' };
    yield { type: 'end', finish: 'stop' };
  },
};

it('lets a wait be told of before a question is sent, and not in the midst of its answer', async () => {
  const waits: (Wait | undefined)[] = [];
  const store: Pick<ConversationStore, 'create' | 'update'> = {
    create: async (_, wait) => void waits.push(wait),
    async update(known, change, wait) {
      waits.push(wait);
      return change(known);
    },
  };
  const ids = ['question', 'answer'];
  const session = createSession({
    conversation: beginConversation({
      id: 'abcd1234',
      name: null,
      kind: 'chat',
      model: 'tiny',
      baseUrl: 'http://localhost:1/v1',
      systemPrompt: '',
      now: '2026-01-01T00:00:00.000Z',
    }),
    stored: false,
    store: store as ConversationStore,
    clock: { now: Date.now, monotonic: () => performance.now(), after: () => () => {} },
    newId: () => ids.shift() ?? 'another',
    onSaveFailure(error) {
      throw error;
    },
    admit() {},
  });
  const { signal } = new AbortController();
  for await (const _ of session.send('one', { model: MODEL, signal }));
  expect(waits.map((wait) => wait?.isSilent ?? false)).toEqual([false, true]);
  expect(session.conversation.messages.map(({ content }) => content)).toEqual(['one', 'One.']);
});
