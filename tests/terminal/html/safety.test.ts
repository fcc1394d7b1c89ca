import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTACKS } from '../../safety/attacks.ts';
import { intruders, pageOf } from './page.ts';

/** What could become a tag, an attribute, an address that is fetched, or code that runs. */
const TRICKS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></pre></code><iframe src="https://example.org">',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x "t\' onclick=1")',
  '[x](file:///etc/passwd)',
  '[x](//example.org/a)',
  '[x](https://user@example.org/ "title")',
  '[x](<https://example.org/"onclick="1>)',
  '![x](https://example.org/a.png)',
  '![<b>](data:image/png;base64,AAAA)',
  '[![x](https://example.org/a.png)](https://example.org)',
  '<https://example.org/?a=1&b="2">',
  '<javascript:alert(1)>',
  'https://example.org/<script>',
  '```"><script>\nx</pre><script>alert(1)</script>\n```',
  '```html\n<script>alert("&amp;")</script>\n```',
  '``` js" onclick="1\nlet a = "</code>";\n```',
  '`<b>`',
  '$<b>$',
  '$$\n</code><script>\n$$',
  '\\[<i>=\\]',
  '[^<b>]: note\n\n[^<b>]',
  '[^1]\n\n[^1]: [^1]: [^1]: [^1]: [^1]: deep',
  '| <b> | a" |\n|---|:-:|\n| <script> | `|` |',
  '- [x] <b>\n- [ ] task',
  '&lt;script&gt; &#60;b&#62; &#x202e; &#0;',
  '[a]: javascript:alert(1)\n\n[a] [b]\n\n[b]: https://example.org',
  '<!-- x --> <?php ?> <![CDATA[x]]> <!doctype x>',
  '<style>body{background:url(https://example.org)}</style>',
  '# <b> {onclick=1}',
  '<br> <BR/> <br onclick=1>',
  ...Object.values(ATTACKS),
];

const content = fc
  .array(
    fc.oneof(
      fc.constantFrom(...TRICKS),
      fc.constantFrom(
        '\n',
        '\n\n',
        '> ',
        '    ',
        '- ',
        '1. ',
        '```\n',
        '"',
        "'",
        '<',
        '>',
        '&',
        '[',
        '](',
        ')',
        '`',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a page of anything', () => {
  it.each(TRICKS)('has nothing in it that is not ours: %j', async (trick) => {
    expect(intruders(await pageOf(trick))).toEqual([]);
  });

  it('has nothing in it that is not ours, whatever is put together', async () => {
    await fc.assert(
      fc.asyncProperty(content, async (text) => {
        expect(intruders(await pageOf(text))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('shows control characters and overrides, and leaves the marks of right-to-left text', async () => {
    const page = await pageOf('\u001b]0;x\u0007 \u202eabc &#x202e; `\u2066` א\u200f');
    for (const unsafe of ['\u001b', '\u0007', '\u202e', '\u2066']) expect(page).not.toContain(unsafe);
    expect(page).toContain('א\u200f');
  });

  it('has a policy under which its own style is all that is applied', async () => {
    const page = await pageOf('x');
    const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import|@font-face|expression/);
    expect(page.indexOf('http-equiv')).toBeLessThan(page.indexOf('<style>'));
    expect(page).not.toContain(' lang=');
  });
});
