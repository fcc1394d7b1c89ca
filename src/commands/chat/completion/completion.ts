import { fuzzyFind } from '../../../terminal/fuzzy.ts';
import type { Candidate, Completion } from '../../../terminal/line-editor/line-editor.ts';
import { talkersFirst, usedModels } from '../../shared/models.ts';
import type { Chat } from '../chat.ts';
import { SLASH_COMMANDS } from '../slash-commands.ts';
import { commandCandidates, commandHint } from './commands.ts';
import { conversationCandidates, nameCandidates } from './conversations.ts';
import { pathCandidates } from './paths.ts';

/** How long a Tab waits for the server to name its models, in ms. */
const PATIENCE_MS = 2_000;
/** Characters from which on it is likely what of the history is meant. */
const HINT_FROM = 2;

type Source = (typed: string, chat: Chat) => readonly Candidate[] | Promise<readonly Candidate[]>;

/** What Tab offers in `chat` for what stands before the cursor. */
export function completerOf(chat: Chat): (text: string, cursor: number) => Promise<Completion> {
  const sources: Readonly<Record<string, Source>> = {
    model: async (typed) => fuzzyFind(typed, await modelsOf(chat), (id) => [id]).map((text) => ({ text })),
    resume: (typed) => conversationCandidates(chat.app, typed),
    rename: (typed) => nameCandidates(chat.session.conversation, typed),
    file: (typed) => pathCandidates(typed, chat.app.runtime),
    save: (typed) => pathCandidates(typed, chat.app.runtime),
  };
  return async (text, cursor) => {
    const before = text.slice(0, cursor);
    const [head, name = ''] = /^\/(\S+)\s+/.exec(before) ?? [];
    if (head === undefined) {
      return { start: 0, candidates: /^\/[a-z]*$/.test(before) ? commandCandidates(before) : [] };
    }
    const candidates = await sources[name]?.(before.slice(head.length), chat);
    return { start: head.length, candidates: candidates ?? [] };
  };
}

/**
 * What is likely to follow `text`: the rest of the command that it begins, or of the message sent last that began
 * the same way. `sent` has the oldest first.
 */
export function hintFor(text: string, sent: readonly string[]): string | undefined {
  const command = commandHint(text);
  if (command !== undefined) return command;
  if (text.length < HINT_FROM || SLASH_COMMANDS.some(({ name }) => text === `/${name}`)) return undefined;
  return sent
    .findLast((message) => message.length > text.length && message.startsWith(text))
    ?.slice(text.length);
}

/** The models that the chat's server offers; behind them the one that is set, and those used with this server before. */
async function modelsOf({ app, settings, server, session, models }: Chat): Promise<readonly string[]> {
  const [offered, used] = await Promise.all([
    models.within(PATIENCE_MS),
    usedModels(app, settings, server.server),
  ]);
  return [...new Set([...talkersFirst(offered), session.conversation.model, ...used])];
}
