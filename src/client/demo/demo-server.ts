import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import manual from '../../../README.md';
import { CliError } from '../../errors.ts';
import { isObject, parseJson } from '../json.ts';
import { nodeHttp } from '../node-http.ts';
import { answerFromManual } from './demo-answer.ts';

/** A server of OpenAI's protocol inside the process. */
export interface DemoServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  close(): Promise<void>;
}

const MODEL = 'ai-chat-manual';

/** Streaming is to be seen and not to be waited for: an answer takes about 40 × 8 ms, however long it is. */
const STEPS = 40;
const STEP_MS = 8;

/**
 * Starts the server behind `--demo` on a free port of the loopback address. Alone it does not keep the process alive. Throws `usage` where it has
 * nothing to answer from, and `network` where it can't be started.
 */
export async function startDemoServer(): Promise<DemoServer> {
  if (manual === '')
    throw new CliError('usage', 'README.md, from which --demo answers, is not where ai-chat is installed', {
      hint: 'install it again',
    });
  const { createServer } = await nodeHttp();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new CliError('network', 'the demo server could not be started on 127.0.0.1', {
          hint: 'is another program holding every port, or is the loopback network switched off?',
          cause,
        }),
      );
    });
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readText(request);
  switch (`${request.method} ${request.url}`) {
    case 'GET /v1/models':
      sendJson(response, 200, {
        object: 'list',
        data: [{ id: MODEL, object: 'model', created: 0, owned_by: 'ai-chat' }],
      });
      break;
    case 'POST /v1/chat/completions': {
      const questions = questionsIn(parseJson(body));
      if (questions.length > 0) await streamAnswer(response, questions);
      else sendError(response, 400, 'the request holds no question');
      break;
    }
    default:
      sendError(response, 404, `the demo has nothing at ${request.url}`);
  }
}

/** What the user said, oldest first. */
function questionsIn(request: unknown): string[] {
  const messages =
    isObject(request) && Array.isArray(request.messages) ? request.messages.filter(isObject) : [];
  return messages.flatMap(({ role, content }) =>
    role === 'user' && typeof content === 'string' ? [content] : [],
  );
}

async function streamAnswer(response: ServerResponse, questions: readonly string[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const send = (chunk: Partial<ChatCompletionChunk>) => {
    const envelope = {
      id: 'demo',
      object: 'chat.completion.chunk',
      created: Math.floor(Date.now() / 1000),
      model: MODEL,
    };
    response.write(`data: ${JSON.stringify({ ...envelope, choices: [], ...chunk })}\n\n`);
  };
  const words = answerFromManual(questions).match(/\s*\S+/g) ?? [];
  const wordsAStep = Math.ceil(words.length / STEPS);
  for (const [index, word] of words.entries()) {
    if (index % wordsAStep === 0) await pause(STEP_MS);
    if (response.destroyed) return;
    send({ choices: [{ index: 0, delta: { content: word }, finish_reason: null }] });
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  // A server counts tokens; there are none here, and words come close.
  const asked = questions.join(' ').split(/\s+/).length;
  send({
    usage: { prompt_tokens: asked, completion_tokens: words.length, total_tokens: asked + words.length },
  });
  response.end('data: [DONE]\n\n');
}

async function readText(request: IncomingMessage): Promise<string> {
  const segments: Buffer[] = [];
  for await (const segment of request) segments.push(segment);
  return Buffer.concat(segments).toString();
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendError(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { error: { message, type: 'invalid_request_error', code: null, param: null } });
}
