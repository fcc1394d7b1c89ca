import { chunk, DONE, event, type Step, sse } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, breaks, type Form, type Outcome } from './fault.ts';

const STOP = chunk({}, { finish: 'stop' });
const says = (when: string, ...steps: readonly Step[]): Form => ({
  when,
  replies: [sse([...steps, STOP, DONE])],
});
/** Every character in an event of its own. */
const letters = (text: string) => Array.from(text, (letter) => chunk(letter));
const thinks = (reasoning: string, stdout: string): Outcome => answers(stdout, { stored: { reasoning } });

checkFaults('reasoning', [
  ...all(thinks('hm so', 'Hi'), [
    says('reasoning_content: DeepSeek, vLLM, llama.cpp', chunk({ reasoning_content: 'hm so' }), chunk('Hi')),
    says(
      'reasoning: OpenRouter, Ollama',
      chunk({ reasoning: 'hm ' }),
      chunk({ reasoning: 'so' }),
      chunk('Hi'),
    ),
    says('both, alike', chunk({ reasoning: 'hm so', reasoning_content: 'hm so' }), chunk('Hi')),
    says(
      'beside an empty text',
      chunk({ reasoning: 'hm so', content: '' }),
      chunk({ reasoning: null, content: 'Hi' }),
    ),
    says('in an event with the text', chunk({ reasoning: 'hm so', content: 'Hi' })),
    says(
      'parts: Mistral',
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm so' }] }] }),
      chunk('Hi'),
    ),
    says('<think>', chunk('<think>hm so</think>'), chunk('Hi')),
    says('<think>, whole', chunk('<think>hm so</think>Hi')),
    says('<think>, each letter on its own', ...letters('<think>hm so</think>Hi')),
    says('<think>, split within the tags', chunk('<thi'), chunk('nk>hm so</th'), chunk('ink>'), chunk('Hi')),
    says('<think>, in one segment', letters('<think>hm so</think>Hi').map(event).join('')),
    says('<think>, behind blanks', chunk('\n <think>hm so</think>\n\n'), chunk('Hi')),
    says(
      '<think>, before blank lines in pieces',
      chunk('<think>hm so</think>'),
      chunk('\n'),
      chunk('\n'),
      chunk('Hi'),
    ),
  ]),
  { ...says('a tag within', chunk('<think>a < b </ c</think>Hi')), outcome: thinks('a < b </ c', 'Hi') },
  { ...says('text before', chunk('Hi <think>hm</think>')), outcome: answers('Hi <think>hm</think>') },
  { ...says('a word like it', chunk('<thinking>'), chunk(' is')), outcome: answers('<thinking> is') },
  { ...says('half of a tag', chunk('<thin')), outcome: answers('<thin') },
  { ...says('blanks alone before text', chunk(' \n'), chunk(' Hi')), outcome: answers(' \n Hi') },
  {
    ...says('a second <think>', chunk('<think>a</think>b<think>c</think>')),
    outcome: thinks('a', 'b<think>c</think>'),
  },
]);

const NO_TEXT: Outcome = {
  code: 7,
  stderr: /sent no text/,
  stored: { content: '', reasoning: 'hm', finishReason: 'stop' },
};

checkFaults('reasoning and no answer', [
  ...all(NO_TEXT, [
    says('a field alone', chunk({ reasoning: 'hm' })),
    says('<think> alone', chunk('<think>hm</think>')),
    says('<think> that is never closed', chunk('<think>hm')),
    says('<think> and blank lines', chunk('<think>hm</think>\n\n')),
  ]),
  {
    when: 'broken off within the reasoning',
    replies: [sse([chunk({ reasoning: 'hm' })])],
    outcome: breaks('', /in the middle/, {
      stored: { content: '', reasoning: 'hm', finishReason: 'broken' },
    }),
  },
  {
    when: 'broken off within a tag',
    replies: [sse([chunk('<think>hm</thi')])],
    outcome: breaks('', /in the middle/, { stored: { reasoning: 'hm</thi', finishReason: 'broken' } }),
  },
]);
