import { createChatModel } from '../../../src/client/chat-model.ts';
import { createRuntime } from '../../../src/runtime.ts';

/** Asks the server that the first argument names, in a process of its own, and prints what came. */
const { env, clock } = createRuntime(process);
const model = createChatModel({
  baseUrl: process.argv[2] ?? '',
  apiKey: 'sk-test-0123456789abcdef',
  keySource: 'the test',
  timeoutMs: 10_000,
  maxRetries: 1,
  env,
  clock,
  userAgent: 'ai-chat/test',
  redact: (text) => text,
});
const request = { model: 'test-model', messages: [{ role: 'user' as const, content: 'Say hi' }] };
try {
  for await (const event of model.stream(request, new AbortController().signal)) {
    process.stdout.write(event.type === 'text' ? event.text : `<${event.type}>`);
  }
} catch (error) {
  process.stdout.write(String(error));
  process.exitCode = 1;
}
