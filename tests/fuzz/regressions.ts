/** What the fuzzing has found, in the order in which it was mended: property, what went wrong, shrunk input. */
export const REGRESSIONS: readonly (readonly [property: string, why: string, input: unknown])[] = [
  [
    'nesting in a reply',
    'an error in errors ran out of stack',
    { layer: '[{"detail":', depth: 2056, place: 'a refusal', status: 200, isStream: false },
  ],
  [
    'nesting in a reply',
    'an error was written as JSON, and ran out of stack',
    { layer: '[', depth: 100_000, place: 'a field of an error', status: 200, isStream: true },
  ],
  [
    'a reply',
    "a choice's index that is no number was taken for one",
    {
      reply: {
        sent: 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {"choices":[{"delta":{},"index":{"toString":[]}}]}\n\n',
        cuts: [],
        ending: 'end',
      },
      view: 'pipe',
    },
  ],
  [
    'a reply',
    "a step of an error's path that is no word was taken for one",
    {
      reply: {
        sent: 'HTTP/1.1 422 X\r\nContent-Type: application/json\r\n\r\n{"detail":[{"loc":[{"toString":1}],"msg":"no"}]}',
        cuts: [],
        ending: 'end',
      },
      view: 'pipe',
    },
  ],
  [
    'nesting in a file',
    'a conversation was shown as JSON, and ran out of stack',
    { layer: '[', depth: 100_000, command: ['history', 'show', 'mine', '--json'] },
  ],
  [
    'a reply',
    'a key that the server repeated in base64 was in the error of --jsonl',
    {
      reply: {
        sent: 'HTTP/1.1 201\r\nContent-Type: text/event-stream\r\n\r\n{"error":{"code":0,"type":"Incorrect API key: ZnV6ei1rZXkvMDEyMzQ1Njc4OSthYmNkZWZnaGlqPWtsbW5vcA=="}}',
        cuts: [],
        ending: 'end',
      },
      view: '--jsonl',
    },
  ],
  [
    'arguments',
    'half a character in the name of a file was looked for as it was typed',
    ['ask', '--output', '\ud83d'],
  ],
  [
    'keys and windows of the binary',
    'keys were echoed while pastes were still marked, at the end of raw mode',
    {
      size: { columns: 1, rows: 19 },
      deeds: [{ keys: '\u0003' }, { keys: '\r' }, { keys: '\u001b' }],
      said: 'x',
    },
  ],
  [
    'keys and windows of the binary',
    'the end of the marks of pastes was lost to a Ctrl-C right behind the signal that ended the chat',
    {
      size: { columns: 9, rows: 9 },
      deeds: [{ columns: 9, rows: 21 }, { keys: '\u0003' }],
      said: 'any',
    },
  ],
  [
    'arguments',
    'a NUL character in the name of a file was found when the answer was to be written to it',
    ['ask', '--output', '-s=\b\b\b\u0000\r'],
  ],
  [
    'arguments',
    'a file with the name of a flag was written under another name',
    ['ask', '--output', '--markdown'],
  ],
];
