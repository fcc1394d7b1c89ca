import type { ChatEvent } from '../conversation/ports.ts';
import type { Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import { open, type Reply } from './open.ts';
import { type Adaptation, adaptationFor, type RequestBody } from './request-body.ts';
import { retryDelay, retryNotice } from './retry.ts';
import { wait } from './wait.ts';

/**
 * Asks for an answer until the server consents: again after what may pass, at most `maxRetries` times, and once in
 * another form when an optional parameter was refused. Yields a notice before each retry. The loop is our own because
 * that of the `openai` package sleeps through an abort, obeys a `Retry-After` of hours and retries an exhausted quota.
 *
 * @param learned the adaptations that each model wanted so far; learns
 */
export async function* openPatiently(
  body: RequestBody,
  endpoint: Endpoint,
  deadline: Deadline,
  learned: Map<string, readonly Adaptation[]>,
): AsyncGenerator<ChatEvent, Reply, undefined> {
  const known = learned.get(body.model) ?? [];
  let sent = known.reduce((adapted, { apply }) => apply(adapted), body);
  let isAdapted = false;
  for (let retries = 0; ; ) {
    try {
      deadline.extend();
      return await open(
        { method: 'POST', path: '/chat/completions', accept: 'text/event-stream', body: sent },
        endpoint,
        deadline.signal,
      );
    } catch (error) {
      const adaptation = isAdapted ? undefined : adaptationFor(error, sent);
      if (adaptation !== undefined) {
        isAdapted = true;
        sent = adaptation.apply(sent);
        learned.set(body.model, [...known, adaptation]);
        if (adaptation.notice !== undefined) yield { type: 'notice', text: adaptation.notice };
        continue;
      }
      const delay = retries < endpoint.maxRetries ? retryDelay(error, retries) : null;
      if (delay === null || deadline.signal.aborted) throw error;
      retries += 1;
      deadline.hold();
      yield { type: 'notice', text: retryNotice(error, delay, retries, endpoint.maxRetries) };
      await wait(endpoint.clock, delay, deadline.signal);
    }
  }
}
