import { get } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChatModel } from '../../../src/client/chat-model.ts';
import { startDemoServer } from '../../../src/client/demo/demo-server.ts';
import { listModels } from '../../../src/client/list-models.ts';
import { ask, endpointOf } from '../asking.ts';

async function startDemo(): Promise<string> {
  const server = await startDemoServer();
  onTestFinished(() => server.close());
  return server.baseUrl;
}

describe('the demo server', () => {
  it('streams through the same client as any server, with usage', async () => {
    let pieces = 0;
    const { text, end } = await ask(await startDemo(), {
      endpoint: { apiKey: null, useProxy: false, env: { HTTP_PROXY: 'http://127.0.0.1:1' } },
      request: { messages: [{ role: 'user', content: 'What can you do?' }] },
      onEvent: () => {
        pieces += 1;
      },
    });
    expect(text).toMatch(/^I am no language model[\s\S]*ai-chat ask/);
    expect(end).toMatchObject({ finish: 'stop', usage: { promptTokens: 4 } });
    expect(pieces).toBeGreaterThan(20);
  });

  it('knows its one model', async () => {
    const endpoint = endpointOf(await startDemo());
    expect(await listModels(endpoint, new AbortController().signal)).toEqual(['ai-chat-manual']);
  });

  it('refuses what it does not know', async () => {
    const baseUrl = await startDemo();
    const noQuestion = await ask(baseUrl, { request: { messages: [] } });
    expect(noQuestion.error).toMatchObject({
      kind: 'request',
      message: expect.stringContaining('no question'),
    });
    const status = await new Promise((resolve) =>
      get(`${baseUrl}/nothing`, (response) => resolve(response.resume().statusCode)),
    );
    expect(status).toBe(404);
  });

  it('closes while it answers', async () => {
    const server = await startDemoServer();
    const stream = createChatModel(endpointOf(server.baseUrl)).stream(
      { model: 'x', messages: [{ role: 'user', content: 'hi' }] },
      new AbortController().signal,
    );
    let closed: Promise<void> | undefined;
    for await (const event of stream) {
      closed ??= server.close();
      if (event.type === 'end') expect(event.finish).toBe('broken');
    }
    await closed;
  });

  it('listens on the loopback address alone', async () => {
    expect(await startDemo()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  });
});
