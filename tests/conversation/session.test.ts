import fc from 'fast-check';
import { expect, it } from 'vitest';
import { beginConversation } from '../../src/conversation/document.ts';
import type { ChatModel, ConversationStore, Wait } from '../../src/conversation/ports.ts';
import { createSession, type Session } from '../../src/conversation/session.ts';
import type { Conversation } from '../../src/conversation/types.ts';

const MODEL: ChatModel = {
  async *stream() {
    yield { type: 'text', text: 'One.' };
    yield { type: 'end', finish: 'stop' };
  },
};

function open(
  store: Pick<ConversationStore, 'create' | 'update'>,
  newId: () => string,
  onSaveFailure: (error: unknown) => void,
): Session {
  return createSession({
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
    newId,
    onSaveFailure,
    admit() {},
  });
}

async function send(session: Session, text: string): Promise<void> {
  const { signal } = new AbortController();
  for await (const _ of session.send(text, { model: MODEL, signal }));
}

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
  const session = open(
    store,
    () => ids.shift() ?? 'another',
    (error) => {
      throw error;
    },
  );
  await send(session, 'one');
  expect(waits.map((wait) => wait?.isSilent ?? false)).toEqual([false, true]);
  expect(session.conversation.messages.map(({ content }) => content)).toEqual(['one', 'One.']);
});

it('brings to the disk what was done while that failed, and nothing back that was taken away', async () => {
  const deed = fc.oneof(
    fc.constantFrom('send', 'clear', 'undo', 'settle', 'fails', 'works'),
    fc.record({ model: fc.constantFrom('tiny', 'large') }),
    fc.record({ systemPrompt: fc.constantFrom('', 'Be brief.') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 20 }), async (deeds) => {
      let disk: Conversation | undefined;
      let works = true;
      let ids = 0;
      const write = (conversation: Conversation) => {
        if (!works) throw new Error('no room');
        disk = conversation;
        return conversation;
      };
      const session = open(
        {
          create: async (conversation) => void write(conversation),
          update: async (known, change) => write(change(disk ?? known)),
        },
        () => `id${ids++}`,
        () => {},
      );
      const { signal } = new AbortController();
      for (const done of deeds) {
        if (typeof done === 'object') await session.amend(done, signal);
        else if (done === 'fails' || done === 'works') works = done === 'works';
        else if (done === 'send') await send(session, 'one');
        else await session[done](signal);
      }
      const seen = session.conversation;
      works = true;
      await session.settle(signal);
      const told = ({ messages, model, systemPrompt }: Conversation) => ({ messages, model, systemPrompt });
      if (disk || seen.messages.length > 0) expect(told(disk as unknown as Conversation)).toEqual(told(seen));
    }),
    { numRuns: 500 },
  );
});
