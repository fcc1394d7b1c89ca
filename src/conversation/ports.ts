import type { CliError } from '../errors.ts';
import type { Conversation, ConversationSummary, Finish, Usage } from './types.ts';

/** What goes to the model. Optional parameters are sent only when set: some models refuse them. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly RequestMessage[];
  readonly temperature?: number;
  readonly maxTokens?: number;
}

export interface RequestMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What comes back, piece by piece. */
export type ChatEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  /** For the user's information, such as a retry; one line. */
  | { readonly type: 'notice'; readonly text: string }
  | ChatEnd;

export interface ChatEnd {
  readonly type: 'end';
  readonly finish: Finish;
  /** Absent where the server gave none. */
  readonly usage?: Usage;
  /** With `broken`: what broke it; its kind decides the exit code. */
  readonly error?: CliError;
}

/** A language model that answers in a stream. */
export interface ChatModel {
  /**
   * Sends `request` and yields the answer as it comes, closed by exactly one `end`. An abort ends the stream at
   * once with `interrupted`. Throws a {@link CliError} instead of `end` when no text or reasoning came before the
   * failure; a failure after that is an `end` with `broken` and its `error`.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
}

/** A change to a conversation, applied to what is on disk at that moment. Must be pure: it may run on newer content. */
export type Change = (current: Conversation) => Conversation;

/** What `list` and `search` pass over, and why. */
export interface UnreadableConversation {
  readonly id: string;
  readonly reason: 'newer version' | 'unreadable';
}

export interface SearchHit {
  readonly summary: ConversationSummary;
  /** The lines that match, in order, each with the role of its message; newlines are not part of them. */
  readonly lines: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
}

/** What goes, or went, when the store is cleared, in numbers of files; and what is left. */
export interface Clearable {
  /** Those that can't be read, too. */
  readonly conversations: number;
  /** Damaged files that were moved aside. */
  readonly damaged: number;
  /** What was typed in chats: the input history. */
  readonly typed: number;
  /** Conversations that are left, as they can't be read and nobody knows how old they are. */
  readonly ageless: number;
  /** Paths of folders that stand where a conversation would: they are none of ours, and are left, too. */
  readonly folders: readonly string[];
}

/** Something in the store that is not as it should be. */
export type Finding = {
  readonly problem:
    | 'damaged'
    | 'not in the index'
    | 'left over'
    | 'moved aside'
    | 'unreadable'
    | 'newer version';
  /** Its path under the config dir, with slashes. */
  readonly file: string;
  /** What is known of it, or what was done about it. */
  readonly detail: string;
} & (
  | {
      /** `fine`: to be left alone as it is. */
      readonly state: 'mended' | 'fine';
    }
  | { readonly state: 'open'; readonly remedy: Remedy }
);

/**
 * What is to be done about a problem: a check with `repair` mends it, or would have when nobody else was at work; somebody
 * has to read what is left in the file, since nothing can be recovered; a newer version can; or the operating system refuses.
 */
export type Remedy = 'repair' | 'again' | 'read' | 'update' | 'access';

export interface CheckReport {
  /** How many can be read. */
  readonly conversations: number;
  /** In those. */
  readonly messages: number;
  readonly findings: readonly Finding[];
  /** What keeps a repair from mending what it could, in words. */
  readonly obstacle: string | undefined;
}

/** How a change waits while another process writes. */
export interface Wait {
  /** Ends the wait, and the change, which throws its reason; one that need not wait is made all the same. */
  readonly signal?: AbortSignal | undefined;
  /** Says nothing of it. */
  readonly isSilent?: boolean;
}

/** Told of long work, every now and then: how many conversations are done, and how many there are. */
export type OnProgress = (done: number, total: number) => void;

/** The messages that were typed in chats, kept across invocations for Up, Down and Ctrl-R. */
export interface InputHistory {
  /** Why what was last to be read or kept could not be; undefined where it could. */
  readonly refusal: CliError | undefined;
  /** The last messages, oldest first; none where they can't be read. */
  load(): Promise<readonly string[]>;
  /**
   * Adds a message, unless it is the same as the one before. An abort of `signal` ends the wait for another process that writes, and
   * the message is added at once.
   */
  append(text: string, signal?: AbortSignal): Promise<void>;
}

/** Where conversations live. Every method throws a `usage` {@link CliError} when the folder or file can't be read or written. */
export interface ConversationStore {
  /** Last used first; `limit` 0 means all. `total` counts the readable ones. */
  list(options: { limit: number }): Promise<{
    readonly conversations: readonly ConversationSummary[];
    readonly total: number;
    readonly unreadable: readonly UnreadableConversation[];
  }>;
  /** The last used conversation that `matches`, or undefined. */
  latest(matches: (summary: ConversationSummary) => boolean): Promise<ConversationSummary | undefined>;
  /**
   * Resolves a reference: a name, an id, an unambiguous beginning of an id (4 characters or more), or `last`.
   * Throws `usage` when nothing or more than one thing fits.
   */
  find(reference: string): Promise<ConversationSummary>;
  findByName(name: string): Promise<ConversationSummary | undefined>;
  /** Throws `usage` when it is not there, of a newer version, unreadable, or damaged (after moving it aside). */
  load(id: string): Promise<Conversation>;
  /** Writes a new conversation. Throws `usage` when its name is taken. */
  create(conversation: Conversation, wait?: Wait): Promise<void>;
  /** The conversation of that name, or the one `make` gives, created; one for all processes that ask at once. */
  openNamed(name: string, make: () => Conversation, wait?: Wait): Promise<Conversation>;
  /**
   * Applies `change` to the conversation as it is on disk now, under its lock, and gives back what was written.
   * When the file is gone, `change` applies to `known` without its messages and title: what was deleted stays deleted.
   */
  update(known: Conversation, change: Change, wait?: Wait): Promise<Conversation>;
  /** Gives it a name (unique, or throws `usage`). */
  rename(id: string, name: string, wait?: Wait): Promise<Conversation>;
  /** Deletes for good; gives back how many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /** What `clear` would delete now. For who is asked: it may have to look at every conversation. */
  clearable(options: { olderThan?: number }): Promise<Clearable>;
  /**
   * Deletes all, or those last used before `olderThan` (ms since 1970), and gives back what went. Without `olderThan`, index,
   * input history and files moved aside go too. Where there is more by now than what was `counted`, it deletes nothing, and
   * gives undefined.
   */
  clear(options: { olderThan?: number; counted?: Clearable }): Promise<Clearable | undefined>;
  /** Case-insensitive; last used first, as they are found. */
  search(text: string, signal: AbortSignal, onProgress?: OnProgress): AsyncIterable<SearchHit>;
  /**
   * Adds what a JSON export holds. What is there already is left; an id that is taken by other content is
   * replaced by a new one; a taken name gets a number behind it. Of a damaged export, what is whole. Throws `usage`
   * when `data` is no export.
   */
  import(
    data: string | Uint8Array,
    onProgress?: OnProgress,
  ): Promise<{
    readonly added: readonly ConversationSummary[];
    readonly present: number;
    /** How many messages were whole in a damaged export; undefined when it is not damaged. */
    readonly recovered: number | undefined;
  }>;
  /** Reads everything and says what is wrong; `repair` mends what can be mended, and deletes nothing that was said. */
  check(options: { repair: boolean; onProgress?: OnProgress }): Promise<CheckReport>;
}
