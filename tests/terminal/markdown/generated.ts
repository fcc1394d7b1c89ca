import fc from 'fast-check';

const WORDS = [
  'word',
  'a',
  'the',
  'snake_case_name',
  '中文字符',
  '日本語。',
  '👨‍👩‍👧',
  '👍🏽',
  '🇩🇪',
  'é',
  'e\u0301',
  'שלום',
  'مرحبا',
  'ﬀ',
  '1.',
  '2024',
  'x*y',
  '$5',
  'C++',
  '3 < 4',
  '&amp;',
  '&#27;',
  '❤️',
  'https://example.com/a_b?c=d',
  'loooooooooooooooooooooooooooooooooooooooooong',
  '\u00a0',
  'नमस्ते',
  '한국어',
  '\\*',
  '\\',
  '<br>',
  '<b>',
  'x|y',
  '`',
  '*',
  '**',
  '_',
  '~~',
  '[',
  ']',
  '(',
  ')',
  '![',
  '](',
  '$',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '[^1]',
  '!',
  ':',
  '>',
  '#',
  '\t',
  '  ',
];

const word = fc.constantFrom(...WORDS);
const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((all) => all.join(' '));
const glued = fc.array(word, { minLength: 1, maxLength: 5 }).map((all) => all.join(''));

const inline: fc.Arbitrary<string> = fc.oneof(
  words,
  glued,
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `_${text}_`),
  words.map((text) => `~~${text}~~`),
  words.map((text) => `\`${text}\``),
  fc.tuple(words, word).map(([text, target]) => `[${text}](https://example.com/${target})`),
  words.map((text) => `![${text}](https://example.com/i.png)`),
  words.map((text) => `$${text}$`),
  words.map((text) => `[${text}][ref]`),
);
const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
const lines = fc
  .array(line, { minLength: 1, maxLength: 4 })
  .chain((all) => fc.constantFrom('\n', '  \n', '\\\n').map((end) => all.join(end)));

const INDENTS = [
  '',
  '',
  '',
  '  ',
  '    ',
  '   ',
  '      ',
  '\t',
  '> ',
  '>',
  '> > ',
  '- ',
  '* ',
  '+ ',
  '1. ',
  '2. ',
  '10) ',
  '- [x] ',
  '- [ ] ',
  '  - ',
  '    - ',
  '> - ',
];
const indent = fc.constantFrom(...INDENTS);

const table = fc
  .tuple(
    fc.array(word, { minLength: 1, maxLength: 4 }),
    fc.array(fc.array(inline, { maxLength: 5 }), { maxLength: 30 }),
  )
  .map(([header, rows]) =>
    [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  );

const code = fc
  .tuple(
    fc.constantFrom('```', '~~~', '````'),
    fc.constantFrom('', 'js', 'python', 'nonsense', 'html'),
    fc.array(line, { maxLength: 8 }),
  )
  .map(([fence, language, body]) => [fence + language, ...body, fence].join('\n'));

const block = fc.oneof(
  { weight: 6, arbitrary: lines },
  { weight: 3, arbitrary: fc.tuple(indent, indent, line).map(([one, two, text]) => one + two + text) },
  fc.tuple(fc.integer({ min: 1, max: 7 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text} #`),
  line.map((text) => `${text}\n===`),
  line.map((text) => `${text}\n---`),
  fc.constantFrom(
    '---',
    '***',
    '- - -',
    '$$\na_1 *b* c\n$$',
    '\\[\n x_1\n\\]',
    '[ref]: https://example.com/r "t"',
    '[^1]: note',
    '```',
    '~~~',
    '    code',
    '|a|b|',
    '|-|-|',
    '===',
    '<details>',
    '&nbsp;',
    '-',
    '1.',
    '>',
    '#',
    '$$',
  ),
  table,
  code,
);

/** Markdown of all kinds, and much that is none. */
export const markdown = fc
  .array(fc.tuple(indent, block, fc.constantFrom('\n', '\n\n', '\n\n\n', '\n', '')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((blocks) => blocks.map(([start, text, end]) => start + text + end).join(''));
