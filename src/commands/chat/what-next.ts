import type { Exchange } from '../../conversation/document.ts';
import type { Finish } from '../../conversation/types.ts';

/** What somebody in a chat can type after an answer that is not whole; `hasText`: whether any of it came. */
export function whatNext(finish: Finish, hasText: boolean): string {
  switch (finish) {
    case 'length':
      return 'type “go on” for the rest; `--max-tokens` raises the limit';
    case 'content_filter':
    case 'refusal':
      return 'word the question differently, or choose another model (/model) and /retry';
    case 'interrupted':
    case 'broken':
      return hasText ? 'what came is kept: type “go on”, or /retry to ask again' : '/retry asks again';
    case 'stop':
    case 'tool_calls':
      return '/retry asks again, /model chooses another model';
  }
}

const HOW_IT_ENDED: Readonly<Partial<Record<Finish, string>>> = {
  interrupted: 'interrupted',
  length: 'cut at the length limit',
  content_filter: 'cut by the content filter',
  refusal: 'refused',
};

/** What is to be said below an exchange: how its last answer ended and what to type next; undefined below a whole one. */
export function endingOf({ answers }: Exchange): string | undefined {
  const answer = answers.at(-1);
  if (!answer) return '[no answer; /retry asks again]';
  const { status, finishReason = 'broken', content } = answer;
  if (status !== 'interrupted' && status !== 'incomplete') return undefined;
  const finish = status === 'interrupted' ? 'interrupted' : finishReason;
  return `[${HOW_IT_ENDED[finish] ?? 'broken off'}; ${whatNext(finish, content !== '')}]`;
}
