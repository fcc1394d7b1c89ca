import type { ChatModel } from '../conversation/ports.ts';
import { Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import { type Asked, explain } from './explain.ts';
import { openPatiently } from './open-patiently.ts';
import { readAnswer } from './read-answer.ts';
import { type Adaptation, createBody, type RequestBody } from './request-body.ts';

export type { Endpoint } from './endpoint.ts';

/** The models behind an OpenAI-compatible server. */
export function createChatModel(endpoint: Endpoint): ChatModel {
  /** What a model refused once it will refuse again. */
  const learned = new Map<string, readonly Adaptation[]>();

  return {
    async *stream(request, user) {
      const asked: Asked = { endpoint, path: '/chat/completions', model: request.model };
      const body: RequestBody = createBody(request);
      const deadline = new Deadline(endpoint.clock, endpoint.timeoutMs, user);
      try {
        const reply = yield* openPatiently(body, endpoint, deadline, learned);
        for await (const batch of readAnswer(reply, deadline, user, asked)) {
          // A loop for each segment and no generator for each event: this is where the speed is.
          for (const event of batch) yield event;
        }
      } catch (error) {
        if (!user.aborted) throw explain(error, asked);
        yield { type: 'end', finish: 'interrupted' };
      } finally {
        deadline.close();
      }
    },
  };
}
