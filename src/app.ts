import type { Probed } from './client/list-models.ts';
import type { ChatModel, ConversationStore, InputHistory } from './conversation/ports.ts';
import type { Runtime } from './runtime.ts';
import type { WithLock } from './settings/change-config-file.ts';
import type { LocalServers } from './settings/local-servers.ts';
import type { ServerDecision } from './settings/server-rule.ts';
import type { SettingRow, Settings } from './settings/settings.ts';
import type { FlagValues } from './settings/table.ts';
import type { Keyboard } from './terminal/keyboard.ts';
import type { Messages, MessagesOptions } from './terminal/messages.ts';

/** Flags that hold for every command. */
export type GlobalOptions = MessagesOptions;

/** A model that can be asked; `close` ends the server behind `--demo`. */
export interface OpenModel {
  readonly model: ChatModel;
  close(): Promise<void>;
}

export type { FlagValues, LocalServers, Probed, SettingRow, Settings };

/** A server that may be asked. */
export type Server = Extract<ServerDecision, { allowed: true }>;

/** What commands work with. Everything is loaded at its first use. */
export interface App {
  readonly runtime: Runtime;
  readonly options: GlobalOptions;
  messages(): Promise<Messages>;
  /** The one that all take their keys from who ask somebody at a terminal. */
  keyboard(): Promise<Keyboard>;
  settings(flags: FlagValues): Promise<Settings>;
  store(): Promise<ConversationStore>;
  inputHistory(): Promise<InputHistory>;
  openModel(server: Server, settings: Settings): Promise<OpenModel>;
  /** The ids of the models that `server` offers. */
  listModels(server: Server, settings: Settings, signal: AbortSignal): Promise<readonly string[]>;
  /** Where servers on this machine usually are. */
  localServers(): Promise<LocalServers>;
  /**
   * The ids of the models at `baseUrl`, of this machine, or that it wants a key; undefined where no server that speaks
   * OpenAI's protocol answers before `signal` aborts. Sends nothing but the request for them: no key.
   */
  probeModels(baseUrl: string, signal: AbortSignal): Promise<Probed | undefined>;
  /** `serverOf` gives the identity of a base URL's server, to compare a conversation's with the one in use. */
  servers(): Promise<{ serverOf(baseUrl: string): string }>;
  configDir(): Promise<string>;
  /** Replaces a file whole, or leaves it as it was; throws `usage` where it can't be written. */
  writeFile(path: string, content: string): Promise<void>;
}

/** The composition root: says which client, which store and which settings there are. */
export function createApp(runtime: Runtime, options: GlobalOptions): App {
  const messages = once(async () =>
    (await import('./terminal/messages.ts')).createMessages(runtime, options),
  );

  const warn = async (message: string): Promise<void> => (await messages()).reporter.warn(message);

  const withLock: WithLock = async (path, action, signal) => {
    const { note } = (await messages()).reporter;
    return (await import('./store/lock.ts')).withLock(path, { note, signal }, action);
  };

  const configDir = once(async () => (await import('./settings/config-dir.ts')).configDirOf(runtime));

  /** What everything in the store works with. */
  const storage = async () => ({
    ...(await messages()).reporter,
    configDir: await configDir(),
    clock: runtime.clock,
  });

  /** How any server is asked. */
  async function manners() {
    const { redactor, reporter } = await messages();
    return {
      clock: runtime.clock,
      userAgent: `ai-chat/${__VERSION__}`,
      redact: redactor.redact,
      ...(options.debug ? { debug: (line: string) => reporter.debug(line) } : {}),
    };
  }

  /** The key must not be shown by anything that is printed from here on. */
  async function endpointOf(server: Server, settings: Settings) {
    if (server.apiKey) (await messages()).redactor.add(server.apiKey);
    return {
      ...(await manners()),
      baseUrl: server.baseUrl,
      apiKey: server.apiKey,
      keySource: server.keySource,
      timeoutMs: settings.get('timeout').value * 1000,
      maxRetries: settings.get('maxRetries').value,
      env: runtime.env,
    };
  }

  /** The same, where it is reached; the server behind `--demo` runs until `close`. */
  async function reach(server: Server, settings: Settings) {
    const endpoint = await endpointOf(server, settings);
    if (server.server !== 'demo') return { endpoint, close: async () => {} };
    const { startDemoServer } = await import('./client/demo/demo-server.ts');
    const { baseUrl, close } = await startDemoServer();
    return { endpoint: { ...endpoint, baseUrl, useProxy: false }, close };
  }

  return {
    runtime,
    options,
    messages,
    keyboard: once(async () => (await import('./terminal/keyboard.ts')).createKeyboard(runtime)),
    configDir,
    async settings(flags) {
      const { loadSettings } = await import('./settings/settings.ts');
      const settings = await loadSettings(runtime, flags, { warn, withLock });
      for (const warning of settings.permissionWarnings()) await warn(warning);
      return settings;
    },
    store: once(async () =>
      (await import('./store/conversation-store.ts')).createConversationStore({
        ...(await storage()),
        newId: runtime.newId,
        platform: runtime.platform,
      }),
    ),
    inputHistory: once(async () =>
      (await import('./store/input-history.ts')).createInputHistory(await storage()),
    ),
    async openModel(server, settings) {
      const { createChatModel } = await import('./client/chat-model.ts');
      const { endpoint, close } = await reach(server, settings);
      return { model: createChatModel(endpoint), close };
    },
    async listModels(server, settings, signal) {
      const { listModels } = await import('./client/list-models.ts');
      const { endpoint, close } = await reach(server, settings);
      return listModels(endpoint, signal).finally(close);
    },
    localServers: async () => (await import('./settings/local-servers.ts')).LOCAL_SERVERS,
    async probeModels(baseUrl, signal) {
      const { probeModels } = await import('./client/list-models.ts');
      const nothingElse = { apiKey: null, keySource: null, env: {}, useProxy: false, maxRetries: 0 };
      return probeModels(
        { ...(await manners()), ...nothingElse, timeoutMs: PROBE_TIMEOUT_MS, baseUrl },
        signal,
      );
    },
    servers: () => import('./settings/base-url.ts'),
    async writeFile(path, content) {
      const { writeWholeFile } = await import('./store/whole-file.ts');
      writeWholeFile(path, content);
    },
  };
}

/** Longer than anybody's signal lets it run. */
const PROBE_TIMEOUT_MS = 60_000;

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
