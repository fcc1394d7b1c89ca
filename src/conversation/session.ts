import type { Clock } from '../runtime.ts';
import { dropMessages, lastExchange, putMessages } from './document.ts';
import type { Change, ChatModel, ChatRequest, ConversationStore } from './ports.ts';
import { requestMessages } from './request.ts';
import { type TurnEvent, takeTurn } from './turn.ts';
import type { Conversation, Message } from './types.ts';

export interface SessionOptions {
  readonly conversation: Conversation;
  /** Whether `conversation` is on disk already; else it is written with its first message. */
  readonly stored: boolean;
  /** Null with `--no-save`. */
  readonly store: ConversationStore | null;
  readonly clock: Clock;
  newId(): string;
  /** Called at each save that failed; the talk goes on without it. */
  onSaveFailure(error: unknown): void;
  /** Asked when another process took the name first. Throws when its conversation may not be continued here; then this one is not saved. */
  admit(conversation: Conversation): void;
}

export interface SendOptions extends Pick<ChatRequest, 'temperature' | 'maxTokens'> {
  readonly model: ChatModel;
  readonly signal: AbortSignal;
}

/** A conversation that is being talked in: in memory, and step by step on disk. */
export interface Session {
  readonly conversation: Conversation;
  /** Whether the conversation is on disk. */
  readonly stored: boolean;
  /** Asks `content`: keeps the question, then sends it with what was said before. */
  send(content: string, options: SendOptions): AsyncGenerator<TurnEvent, void, undefined>;
  /** Sends the last question again; undefined when there is none. */
  retry(options: SendOptions): AsyncGenerator<TurnEvent, void, undefined> | undefined;
  /** Changes the model, the system prompt, the server or the name from here on. */
  amend(fields: Partial<Pick<Conversation, 'model' | 'systemPrompt' | 'baseUrl' | 'name'>>): Promise<void>;
  /** Removes the messages, here and on disk, and gives back how many. */
  clear(): Promise<number>;
  /** Takes back the last exchange, or a {@link clear}. */
  undo(): Promise<'exchange' | 'clear' | 'nothing'>;
}

export function createSession(options: SessionOptions): Session {
  const { store, clock } = options;
  let conversation = options.conversation;
  let stored = options.stored;
  let cleared: readonly Message[] = [];
  const now = () => new Date(clock.now()).toISOString();

  /** Changes the conversation on disk as it is there now, and in memory; where the disk fails, in memory alone. */
  async function apply(change: Change): Promise<void> {
    const wanted = change(conversation);
    if (!store) {
      conversation = wanted;
      return;
    }
    try {
      if (stored) conversation = await store.update(conversation, change);
      else conversation = await createWith(store, change, wanted);
      stored = true;
    } catch (error) {
      conversation = wanted;
      options.onSaveFailure(error);
    }
  }

  async function createWith(
    target: ConversationStore,
    change: Change,
    wanted: Conversation,
  ): Promise<Conversation> {
    if (wanted.name === null) {
      await target.create(wanted);
      return wanted;
    }
    const named = await target.openNamed(wanted.name, () => wanted);
    if (named.id === wanted.id) return named;
    options.admit(named);
    return target.update(named, change);
  }

  async function* ask(question: Message, send: SendOptions): AsyncGenerator<TurnEvent, void, undefined> {
    const draft: Message = {
      id: options.newId(),
      role: 'assistant',
      content: '',
      createdAt: now(),
      replyTo: question.id,
      model: conversation.model,
    };
    const { model, signal, ...parameters } = send;
    yield* takeTurn({
      model,
      signal,
      clock,
      draft,
      request: {
        model: conversation.model,
        messages: requestMessages(conversation, question),
        ...parameters,
      },
      // The question goes with every save: if the file was deleted meanwhile, the exchange is whole in the new one.
      save: (answer) => apply((current) => putMessages(current, [question, answer], now())),
    });
  }

  return {
    get conversation() {
      return conversation;
    },
    get stored() {
      return stored;
    },
    async *send(content, send) {
      const question: Message = { id: options.newId(), role: 'user', content, createdAt: now() };
      await apply((current) => putMessages(current, [question], now()));
      yield* ask(question, send);
    },
    retry(send) {
      const question = lastExchange(conversation)?.question;
      return question && ask(question, send);
    },
    async amend(fields) {
      // A conversation without messages is not written yet, and need not be for this.
      if (stored) await apply((current) => ({ ...current, ...fields, updatedAt: now() }));
      else conversation = { ...conversation, ...fields };
    },
    async clear() {
      const gone = conversation.messages;
      if (gone.length === 0) return 0;
      const ids = new Set(gone.map(({ id }) => id));
      await apply((current) => dropMessages(current, ids, now()));
      cleared = gone;
      return gone.length;
    },
    async undo() {
      const last = lastExchange(conversation);
      if (last) {
        const ids = new Set([last.question, ...last.answers].map(({ id }) => id));
        await apply((current) => dropMessages(current, ids, now()));
        return 'exchange';
      }
      if (cleared.length === 0) return 'nothing';
      const restored = cleared;
      cleared = [];
      await apply((current) => putMessages(current, restored, now()));
      return 'clear';
    },
  };
}
