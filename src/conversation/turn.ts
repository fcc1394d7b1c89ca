import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import type { ChatEnd, ChatEvent, ChatModel, ChatRequest } from './ports.ts';
import type { AnswerStatus, Finish, Message, Usage } from './types.ts';

/** How often an answer is saved while it streams. Under the second that is promised, to leave time for the write. */
const SAVE_INTERVAL_MS = 800;

/** How one turn of talk ended. */
export interface TurnOutcome {
  readonly type: 'done';
  /** What was answered, as it is kept; null when nothing came. */
  readonly answer: Message | null;
  readonly status: AnswerStatus;
  readonly finish: Finish;
  readonly usage: Usage | null;
  /** Why there is no whole answer; undefined after a whole one, and after an interruption. */
  readonly error: CliError | undefined;
  /** From the request to the first text; null when none came. */
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
}

/** The question is kept, and the request leaves now. */
export interface TurnStart {
  readonly type: 'start';
}

export type TurnEvent = TurnStart | Exclude<ChatEvent, ChatEnd> | TurnOutcome;

export interface Turn {
  readonly model: ChatModel;
  readonly request: ChatRequest;
  /** The answer before anything came: its id, question and model. */
  readonly draft: Message;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /**
   * Keeps the answer as far as it came, or, with `isWhole`, all that comes of it. Called about once a second, never twice at a time;
   * must not throw.
   */
  save(answer: Message, isWhole: boolean): Promise<void>;
  /** Whether what was saved last is on disk, and can go on later. */
  isKept(): boolean;
}

/**
 * Sends one request and passes its answer on as it comes, keeping it meanwhile. The first event is `start`, the last
 * one, `done`, says how it ended.
 * What the consumer does not wait for (it stops iterating) is kept as interrupted.
 */
export async function* takeTurn(turn: Turn): AsyncGenerator<TurnEvent, void, undefined> {
  const { clock, draft } = turn;
  let text = '';
  let reasoning = '';
  let firstTokenMs: number | null = null;
  let end: ChatEnd | undefined;
  const answer = (status: AnswerStatus, finish: Finish, usage: Usage | null): Message => ({
    ...draft,
    content: text,
    status,
    finishReason: finish,
    usage,
    ...(reasoning ? { reasoning } : {}),
  });
  const autosave = createAutosave(clock, () => turn.save(answer('incomplete', 'broken', null), false));
  yield { type: 'start' };
  const startedAt = clock.monotonic();
  try {
    for await (const event of turn.model.stream(turn.request, turn.signal)) {
      if (event.type === 'end') {
        end = event;
        break;
      }
      if (event.type === 'text') {
        text += event.text;
        firstTokenMs ??= clock.monotonic() - startedAt;
        autosave.changed();
      } else if (event.type === 'reasoning') {
        reasoning += event.text;
        autosave.changed();
      }
      yield event;
    }
    end ??= { type: 'end', finish: 'broken' };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    end = { type: 'end', finish: 'broken', error };
  } finally {
    await autosave.stop();
    if (text || reasoning) {
      const finish = end?.finish ?? 'interrupted';
      await turn.save(answer(statusOf(finish, text), finish, end?.usage ?? null), true);
    }
  }
  const { finish, usage = null } = end;
  yield {
    type: 'done',
    answer: text || reasoning ? answer(statusOf(finish, text), finish, usage) : null,
    status: statusOf(finish, text),
    finish,
    usage,
    error: errorOf(end, text !== '', turn.isKept()),
    firstTokenMs,
    durationMs: clock.monotonic() - startedAt,
  };
}

function statusOf(finish: Finish, text: string): AnswerStatus {
  if (finish === 'interrupted') return 'interrupted';
  return (finish === 'stop' || finish === 'tool_calls') && text ? 'complete' : 'incomplete';
}

const GO_ON = 'go on with `ai-chat ask -c "Go on"`';

function errorOf({ finish, error }: ChatEnd, hasText: boolean, isKept: boolean): CliError | undefined {
  const whatIsKept = isKept && hasText ? `what came is kept; ask again, or ${GO_ON}` : undefined;
  if (error) {
    const { kind, message, isWarning } = error;
    return kind === 'incomplete' && whatIsKept !== undefined
      ? new CliError(kind, message, { hint: whatIsKept, cause: error, isWarning })
      : error;
  }
  switch (finish) {
    case 'interrupted':
      return undefined;
    case 'broken':
      return new CliError('incomplete', 'the answer broke off before its end', {
        hint: whatIsKept ?? 'ask again',
      });
    case 'length':
      return new CliError('incomplete', 'the answer was cut at the length limit', {
        hint: `raise the limit with --max-tokens${isKept ? `, or ${GO_ON}` : ''}`,
        isWarning: true,
      });
    case 'content_filter':
      return new CliError('incomplete', "the server's content filter cut the answer", {
        hint: 'word the question differently, or ask another model with --model',
        isWarning: true,
      });
    case 'refusal':
      return new CliError('incomplete', 'the model refused to answer', {
        hint: 'word the question differently, or ask another model with --model',
        isWarning: true,
      });
    case 'tool_calls':
    case 'stop':
      return hasText
        ? undefined
        : new CliError('incomplete', 'the model sent no text', {
            hint: 'ask again, or ask another model with --model',
          });
  }
}

/** Calls `save` within the interval after a change, one call at a time. */
function createAutosave(clock: Clock, save: () => Promise<void>) {
  let cancelTimer: (() => void) | undefined;
  let saving: Promise<void> = Promise.resolve();
  return {
    changed(): void {
      cancelTimer ??= clock.after(SAVE_INTERVAL_MS, () => {
        saving = save().finally(() => {
          cancelTimer = undefined;
        });
      });
    },
    /** No call begins after this, and the last one has ended. */
    async stop(): Promise<void> {
      cancelTimer?.();
      await saving;
    },
  };
}
