import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Channels } from '../../src/client/channels.ts';
import type { ChatEvent } from '../../src/conversation/ports.ts';

/** What `pieces` of text become, and after how many pieces the first text came. */
function sort(pieces: readonly string[]): { text: string; reasoning: string; events: ChatEvent[] } {
  const events: ChatEvent[] = [];
  const channels = new Channels((event) => events.push(event));
  for (const piece of pieces) channels.text(piece);
  channels.end();
  const join = (type: ChatEvent['type']) =>
    events.flatMap((event) => (event.type === type && 'text' in event ? [event.text] : [])).join('');
  return { text: join('text'), reasoning: join('reasoning'), events };
}

const TEXTS = [
  ['Hello', 'Hello', ''],
  ['  Hello\n', '  Hello\n', ''],
  ['', '', ''],
  [' \n', ' \n', ''],
  ['<think>hm</think>Hello', 'Hello', 'hm'],
  ['\n <think>hm</think>Hello', 'Hello', 'hm'],
  ['<think>\nhm\n</think>\n\nHello\n\nyou', 'Hello\n\nyou', '\nhm\n'],
  ['<think>hm</think>\r\n \t\r\n    indented', '    indented', 'hm'],
  ['<think>hm</think> Hello', ' Hello', 'hm'],
  ['<think></think>Hello', 'Hello', ''],
  ['<think>hm', '', 'hm'],
  ['<think>hm</thi', '', 'hm</thi'],
  ['<think>a < b </ c </think >d</think>e', 'e', 'a < b </ c </think >d'],
  ['<thi', '<thi', ''],
  ['<thinking>hm</thinking>', '<thinking>hm</thinking>', ''],
  ['<b>Hello</b>', '<b>Hello</b>', ''],
  ['Hello <think>hm</think>', 'Hello <think>hm</think>', ''],
  ['<think>a</think>b<think>c</think>', 'b<think>c</think>', 'a'],
] as const;

describe('text and reasoning', () => {
  it.each(TEXTS)('are told apart: %j', (whole, text, reasoning) => {
    expect(sort([whole])).toMatchObject({ text, reasoning });
  });

  it.each(TEXTS)('are told apart a character at a time: %j', (whole, text, reasoning) => {
    expect(sort([...whole])).toMatchObject({ text, reasoning });
  });

  it('are the same however the text is cut, and never show half a character', () => {
    const part = fc.constantFrom('<think>', '</think>', '<thi', 'nk>', '</', '\n', ' ', 'a', '👍', '<');
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(99)), (parts, cuts) => {
        const whole = parts.join('');
        const places = [
          0,
          ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b),
          whole.length,
        ];
        const { text, reasoning, events } = sort(
          places.slice(1).map((end, i) => whole.slice(places[i], end)),
        );
        expect({ text, reasoning }).toEqual({ text: sort([whole]).text, reasoning: sort([whole]).reasoning });
        for (const event of events) expect(JSON.stringify(event)).not.toMatch(/\\ud[89a-f]/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what is held back', () => {
  it.each([
    [['Hel'], 'Hel'],
    [['<'], ''],
    [['<thi', 'x'], '<thix'],
    [['a\ud83d'], 'a'],
    [['a\ud83d', '\udc4d'], 'a👍'],
    [[' '.repeat(2_000)], ' '.repeat(2_000)],
  ])('is only what cannot be told yet: %j', (pieces, shown) => {
    let text = '';
    const channels = new Channels((event) => {
      text += 'text' in event ? event.text : '';
    });
    for (const piece of pieces) channels.text(piece);
    expect(text).toBe(shown);
  });

  it('comes at the end, half a character too', () => {
    expect(sort(['a\ud83d']).text).toBe('a\ud83d');
  });

  it('is kept for each channel by itself', () => {
    const events: ChatEvent[] = [];
    const channels = new Channels((event) => events.push(event));
    channels.text('a\ud83d');
    channels.reasoning('b\ud83d');
    channels.text('\udc4d');
    channels.reasoning('\udc4e');
    expect(events).toEqual([
      { type: 'text', text: 'a' },
      { type: 'reasoning', text: 'b' },
      { type: 'text', text: '👍' },
      { type: 'reasoning', text: '👎' },
    ]);
  });
});
