import type { App, Server, Settings } from '../../app.ts';
import { beginConversation } from '../../conversation/document.ts';
import { checkName } from '../../conversation/name.ts';
import type { ConversationStore } from '../../conversation/ports.ts';
import { createSession, type Session } from '../../conversation/session.ts';
import type { Conversation, ConversationKind, ConversationSummary } from '../../conversation/types.ts';
import { CliError } from '../../errors.ts';
import { connect, type ServerFlags } from './connect.ts';

/** The name of the model behind `--demo`. */
const DEMO_MODEL = 'ai-chat-manual';

/** Which conversation goes on. */
export type Choice =
  | { readonly type: 'new' }
  | { readonly type: 'named'; readonly name: string }
  /** Any reference, as `history` takes it. */
  | { readonly type: 'resumed'; readonly reference: string }
  /** The last used one of any kind; there must be one. */
  | { readonly type: 'last' }
  /** The last chat, or a new one. */
  | { readonly type: 'last-chat' };

export interface OpenedSession {
  readonly session: Session;
  readonly server: Server;
  /** Whether the conversation was there before. */
  readonly resumed: boolean;
}

/**
 * Opens the conversation that is chosen, with the server it may talk to. A continued one keeps its model and
 * system prompt unless a flag changes them. Throws `usage` where it can't be had or may not go on here.
 */
export async function openSession(
  app: App,
  settings: Settings,
  flags: ServerFlags,
  choice: Choice,
  options: {
    readonly kind: ConversationKind;
    readonly save: boolean;
    /** Whether flags change a conversation that goes on: not one that was chosen later, in the chat. */
    readonly amend: boolean;
    /** Ends what waits: a question that the user is asked, another process that writes. */
    readonly signal?: AbortSignal;
  },
): Promise<OpenedSession> {
  const { runtime } = app;
  const { reporter } = await app.messages();
  // What is wrong with the server in use is told before what is wrong with the store.
  const serverInUse = settings.serverInUse({ demo: flags.demo });
  let store = options.save || choice.type !== 'new' ? await app.store() : null;
  let found: Conversation | undefined;
  try {
    found = store ? await findConversation(app, store, serverInUse, choice) : undefined;
  } catch (error) {
    if (choice.type !== 'last-chat' || !(error instanceof CliError)) throw error;
    // No conversation was asked for by name, and where none can be read, none could be saved.
    reporter.warn(`this conversation is not saved: ${error.message}`, error.hint);
    store = null;
  }
  const server = await connect(app, settings, flags, {
    ...(found ? { conversation: { baseUrl: found.baseUrl, label: labelOf(found) } } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const model = settings.get('model');
  const systemPrompt = settings.get('systemPrompt');
  const beginning = () =>
    beginConversation({
      id: runtime.newId(),
      name: choice.type === 'named' ? choice.name : null,
      kind: options.kind,
      model: flags.demo && model.source !== 'flag' ? DEMO_MODEL : model.value,
      baseUrl: server.baseUrl,
      systemPrompt: systemPrompt.value,
      now: new Date(runtime.clock.now()).toISOString(),
    });
  const session = createSession({
    conversation: found ?? beginning(),
    stored: found !== undefined && options.save,
    store: options.save ? store : null,
    clock: runtime.clock,
    newId: runtime.newId,
    onSaveFailure(error, again) {
      if (!(error instanceof CliError)) throw error;
      if (!again) reporter.warn(`this conversation is not saved: ${error.message}`, error.hint);
    },
    admit(conversation) {
      const decision = settings.server({
        demo: flags.demo,
        insecureHttp: flags.insecureHttp,
        conversation: { baseUrl: conversation.baseUrl, label: labelOf(conversation) },
      });
      if (!decision.allowed) throw decision.error;
    },
  });
  if (found && options.amend) {
    const changes = {
      ...(model.source === 'flag' && model.value !== found.model ? { model: model.value } : {}),
      ...(systemPrompt.source === 'flag' && systemPrompt.value !== found.systemPrompt
        ? { systemPrompt: systemPrompt.value }
        : {}),
      ...(server.baseUrl !== found.baseUrl ? { baseUrl: server.baseUrl } : {}),
    };
    if (Object.keys(changes).length > 0) await session.amend(changes, options.signal);
  }
  return { session, server, resumed: found !== undefined };
}

/** How messages call a conversation: by its name, else by its id. */
function labelOf(conversation: Pick<Conversation, 'id' | 'name'>): string {
  return `conversation "${conversation.name ?? conversation.id}"`;
}

async function findConversation(
  app: App,
  store: ConversationStore,
  serverInUse: string,
  choice: Choice,
): Promise<Conversation | undefined> {
  switch (choice.type) {
    case 'new':
      return undefined;
    case 'named': {
      const summary = await store.findByName(checkName(choice.name));
      return summary && store.load(summary.id);
    }
    case 'resumed':
      return store.load((await store.find(choice.reference)).id);
    case 'last': {
      const last = await lastOf(app, store, serverInUse, () => true);
      if (last) return last;
      const others = (await store.latest(() => true))
        ? ', or see `ai-chat history` for those held with other servers'
        : '';
      throw new CliError('usage', 'there is no conversation to go on with yet', {
        hint: `leave out --continue to begin one${others}`,
      });
    }
    case 'last-chat':
      return lastOf(app, store, serverInUse, ({ kind }) => kind === 'chat');
  }
}

/** The last used conversation of the server in use that can be read; what can't be read is said and passed over. */
async function lastOf(
  app: App,
  store: ConversationStore,
  serverInUse: string,
  matches: (summary: ConversationSummary) => boolean,
): Promise<Conversation | undefined> {
  const { serverOf } = await app.servers();
  const passedOver = new Set<string>();
  for (;;) {
    const summary = await store.latest(
      (candidate) =>
        !passedOver.has(candidate.id) && matches(candidate) && serverOf(candidate.baseUrl) === serverInUse,
    );
    if (!summary) return undefined;
    try {
      return await store.load(summary.id);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      (await app.messages()).reporter.warn(error.message, error.hint);
      passedOver.add(summary.id);
    }
  }
}
