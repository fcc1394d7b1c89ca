import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Conversation } from '../../src/conversation/types.ts';
import { type FakeServer, type Reply, startFakeServer } from './fake-server.ts';
import { testHome } from './home.ts';
import { SUITE_KEY } from './suite-key.ts';

const servers = new Set<FakeServer>();

afterEach(async () => {
  await Promise.all([...servers].map((server) => server.close()));
  servers.clear();
});

/** A server that gives `replies`, closed when the test ends, and the environment that points ai-chat at it, with a key. */
export async function serve(
  ...replies: readonly Reply[]
): Promise<FakeServer & { readonly env: Record<string, string> }> {
  const server = await startFakeServer(replies);
  servers.add(server);
  return Object.assign(server, {
    env: { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: SUITE_KEY },
  });
}

/** The environment `env` without its key. */
export function keyless(env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return { ...env, OPENAI_API_KEY: undefined };
}

/** What a request said to the model: `role: content`, a message each. */
export function saidTo(server: FakeServer, index: number): readonly string[] {
  const body = server.requests[index]?.json as { messages: { role: string; content: string }[] } | undefined;
  return (body?.messages ?? []).map(({ role, content }) => `${role}: ${content}`);
}

/** The conversations on this test's disk, in no order. */
export function storedConversations(): readonly Conversation[] {
  const folder = join(testHome().config, 'conversations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Conversation);
}

/** The only conversation on this test's disk. */
export function storedConversation(): Conversation {
  const [only, ...others] = storedConversations();
  if (!only || others.length > 0)
    throw new Error(`there are ${others.length + (only ? 1 : 0)} conversations`);
  return only;
}
