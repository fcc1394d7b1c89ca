/** `chat`: talked in `chat`; `ask`: begun by `ask`. Decides which one a bare `chat` resumes. */
export type ConversationKind = 'chat' | 'ask';

/** Why an answer ended, after OpenAI's `finish_reason`, and two reasons of our own. */
export type Finish =
  | 'stop'
  | 'length'
  | 'content_filter'
  | 'refusal'
  | 'tool_calls'
  /** By the user. */
  | 'interrupted'
  /** The stream broke, or ended without saying why. */
  | 'broken';

export type AnswerStatus = 'complete' | 'incomplete' | 'interrupted';

/** Tokens, as the server counted them; null is a count it did not give. */
export interface Usage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly totalTokens: number | null;
  /** Of the tokens sent, those that the server had in its cache; like the others below only where it tells. */
  readonly cachedTokens?: number;
  /** Of the tokens received, those that the model thought with. */
  readonly reasoningTokens?: number;
  /** What the server charged, in US dollars. */
  readonly cost?: number;
}

/** One message on disk. Times are ISO 8601 in UTC. Fields that this version does not know are kept. */
export interface Message {
  /** Unique in its conversation, so that two writers can merge. */
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly createdAt: string;
  /** An answer's question. */
  readonly replyTo?: string;
  readonly model?: string;
  readonly status?: AnswerStatus;
  readonly finishReason?: Finish;
  readonly usage?: Usage | null;
  /** The model's thoughts, kept apart from the answer and never sent again. */
  readonly reasoning?: string;
}

/** One conversation: the JSON document on disk. Fields that this version does not know are kept. */
export interface Conversation {
  readonly version: 1;
  readonly id: string;
  readonly name: string | null;
  /** First words of the first question. */
  readonly title: string;
  readonly kind: ConversationKind;
  readonly model: string;
  /** The server it belongs to: a base URL, or `demo`. */
  readonly baseUrl: string;
  readonly systemPrompt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly messages: readonly Message[];
}

/** What a list shows of a conversation without opening it. */
export interface ConversationSummary {
  readonly id: string;
  readonly name: string | null;
  readonly title: string;
  readonly kind: ConversationKind;
  readonly model: string;
  readonly baseUrl: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly messageCount: number;
}
