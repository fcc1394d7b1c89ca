import type { Clock } from '../runtime.ts';
import { carryOver, dropMessages, lastExchange, putMessages } from './document.ts';
import type { Change, ChatModel, ChatRequest, ConversationStore, Wait } from './ports.ts';
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
  /** Called at each save that failed; the talk goes on without it. `again`: the one before it failed, too. */
  onSaveFailure(error: unknown, again: boolean): void;
  /** Asked when another process took the name first. Throws when its conversation may not be continued here; then this one is not saved. */
  admit(conversation: Conversation): void;
}

export interface SendOptions extends Pick<ChatRequest, 'temperature' | 'maxTokens'> {
  readonly model: ChatModel;
  readonly signal: AbortSignal;
  /** Ends the wait to keep what came. It is kept in memory then, and goes to the disk with what is kept next. */
  readonly giveUp?: AbortSignal;
}

/**
 * A conversation that is being talked in: in memory, and step by step on disk. What takes a `signal` throws its reason where that ends
 * the wait for another process that writes, and has changed nothing.
 */
export interface Session {
  readonly conversation: Conversation;
  /** Whether the conversation is on disk. */
  readonly stored: boolean;
  /** Whether what was last to be kept is on disk. */
  readonly isKept: boolean;
  /**
   * Asks `content`: keeps the question, then sends it with what was said before. Where the signal ends the wait for another process
   * that writes, the question is kept in memory, and goes to the disk with what is kept next.
   */
  send(content: string, options: SendOptions): AsyncGenerator<TurnEvent, void, undefined>;
  /** Sends the last question again; undefined when there is none. */
  retry(options: SendOptions): AsyncGenerator<TurnEvent, void, undefined> | undefined;
  /** Changes the model, the system prompt or the server from here on. */
  amend(
    fields: Partial<Pick<Conversation, 'model' | 'systemPrompt' | 'baseUrl'>>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Gives it a name. Throws `usage` when that is taken. */
  rename(name: string, signal: AbortSignal): Promise<void>;
  /** Removes the messages, here and on disk, and gives back how many. */
  clear(signal: AbortSignal): Promise<number>;
  /** Takes back the last exchange, or a {@link clear}. */
  undo(signal: AbortSignal): Promise<'exchange' | 'clear' | 'nothing'>;
  /** Keeps what was left in memory alone, by an interrupt or because the disk failed. */
  settle(signal: AbortSignal): Promise<void>;
}

export function createSession(options: SessionOptions): Session {
  const { store, clock } = options;
  let conversation = options.conversation;
  let stored = options.stored;
  let isKept = false;
  let isFailing = false;
  let cleared: readonly Message[] = [];
  /** The conversation as it was last the same on disk. What an interrupt, or a disk that failed, has kept from there goes with what is kept next. */
  let synced = conversation;
  const now = () => new Date(clock.now()).toISOString();

  /** Sets what need not go to the disk, or is there. */
  function set(fields: Partial<Conversation>): void {
    const isSynced = conversation === synced;
    conversation = { ...conversation, ...fields };
    synced = isSynced ? conversation : { ...synced, ...fields };
  }

  /** Changes the conversation on disk as it is there now, and in memory; where the disk fails, in memory alone. */
  async function apply(change: Change, wait: Wait): Promise<void> {
    const wanted = change(conversation);
    const changeAll: Change = (current) => change(carryOver(synced, conversation, current, now()));
    if (!store) {
      synced = conversation = wanted;
      return;
    }
    try {
      if (stored) conversation = await store.update(conversation, changeAll, wait);
      else conversation = await createWith(store, changeAll, wanted, wait);
      stored = true;
      isKept = true;
      synced = conversation;
      isFailing = false;
    } catch (error) {
      isKept = false;
      if (wait.signal?.aborted && error === wait.signal.reason) throw error;
      conversation = wanted;
      const again = isFailing;
      isFailing = true;
      options.onSaveFailure(error, again);
    }
  }

  async function createWith(
    target: ConversationStore,
    change: Change,
    wanted: Conversation,
    wait: Wait,
  ): Promise<Conversation> {
    if (wanted.name === null) {
      await target.create(wanted, wait);
      return wanted;
    }
    const named = await target.openNamed(wanted.name, () => wanted, wait);
    if (named.id === wanted.id) return named;
    options.admit(named);
    return target.update(named, change, wait);
  }

  /** Keeps messages on disk, or, where the signal ends the wait for that, in memory alone. */
  async function keep(messages: readonly Message[], wait: Wait): Promise<void> {
    const put: Change = (current) => putMessages(current, messages, now());
    try {
      await apply(put, wait);
    } catch (error) {
      if (error !== wait.signal?.reason) throw error;
      conversation = put(conversation);
    }
  }

  async function* keepAndAsk(
    question: Message,
    send: SendOptions,
  ): AsyncGenerator<TurnEvent, void, undefined> {
    await keep([question], { signal: send.signal });
    yield* ask(question, send);
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
    const { model, signal, giveUp, ...parameters } = send;
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
      // The answer is being shown: nothing is said in its midst.
      save: (answer, isWhole) =>
        keep([question, answer], { isSilent: true, signal: isWhole ? giveUp : signal }),
      isKept: () => isKept,
    });
  }

  return {
    get conversation() {
      return conversation;
    },
    get stored() {
      return stored;
    },
    get isKept() {
      return isKept;
    },
    send: (content, send) =>
      keepAndAsk({ id: options.newId(), role: 'user', content, createdAt: now() }, send),
    retry(send) {
      const question = lastExchange(conversation)?.question;
      if (!question) return undefined;
      const isSaved = synced.messages.some(({ id }) => id === question.id);
      return (isSaved ? ask : keepAndAsk)(question, send);
    },
    async amend(fields, signal) {
      // A conversation without messages is not written yet, and need not be for this.
      if (stored) await apply((current) => ({ ...current, ...fields, updatedAt: now() }), { signal });
      else set(fields);
    },
    async rename(name, signal) {
      if (stored) await store?.rename(conversation.id, name, { signal });
      set({ name });
    },
    async clear(signal) {
      const gone = conversation.messages;
      if (gone.length === 0) return 0;
      const ids = new Set(gone.map(({ id }) => id));
      await apply((current) => dropMessages(current, ids, now()), { signal });
      cleared = gone;
      return gone.length;
    },
    async undo(signal) {
      const last = lastExchange(conversation);
      if (last) {
        const ids = new Set([last.question, ...last.answers].map(({ id }) => id));
        await apply((current) => dropMessages(current, ids, now()), { signal });
        return 'exchange';
      }
      if (cleared.length === 0) return 'nothing';
      const restored = cleared;
      await apply((current) => putMessages(current, restored, now()), { signal });
      cleared = [];
      return 'clear';
    },
    async settle(signal) {
      if (conversation !== synced) await apply((current) => current, { signal });
    },
  };
}
