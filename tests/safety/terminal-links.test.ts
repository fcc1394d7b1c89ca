import { describe, expect, it } from 'vitest';
import { answer } from '../helpers/fake-server.ts';
import { serve } from '../helpers/talk.ts';
import { openWindow } from '../helpers/window.ts';
import { endUntouched, witness } from './witness.ts';

const EVIL = 'https://evil.example/';
/** Terminals that know links. */
const LINKS = { FORCE_HYPERLINK: '1' };
const LONG = 'a'.repeat(450);

/** Markdown whose links would lead elsewhere than they say, or do something else than open a page. */
const TRICKS: Readonly<Record<string, string>> = {
  'a text of its own': `[here](${EVIL})`,
  'the address of another': `[https://good.example/](${EVIL})`,
  'the address of another, in bold': `[**https://good.example/**](${EVIL})`,
  'the address of another, without a scheme': `[good.example](${EVIL})`,
  'the address of another, as code': `[\`https://good.example/\`](${EVIL})`,
  'the address of another, in parentheses': `[here (https://good.example/)](${EVIL})`,
  'a title': `[here](${EVIL} "https://good.example/")`,
  'a reference': `[https://good.example/][1]\n\n[1]: ${EVIL}`,
  nothing: `[](${EVIL})`,
  'a space': `[\u00a0](${EVIL})`,
  'an image': `[![https://good.example/](https://good.example/x.png)](${EVIL})`,
  'a heading': `# [https://good.example/](${EVIL})`,
  'a list': `- [https://good.example/](${EVIL})`,
  'a table': `| a |\n| - |\n| [https://good.example/](${EVIL}) |`,
  'a footnote': `Text[^1].\n\n[^1]: [https://good.example/](${EVIL})`,
  HTML: `<a href="${EVIL}">https://good.example/</a>`,
  'a user name that looks like a host': '[https://good.example](https://good.example@evil.example/)',
  'a user name that hides the host': `[here](https://good.example:${LONG}@evil.example/)`,
  'a long user name in brackets': `<https://good.example:${LONG}@evil.example/>`,
  'a host in other letters': '[https://apple.example/](https://\u0430pple.example/)',
  'a host in other letters, alone': '<https://\u0430pple.example/>',
  'a host in other letters, behind a name': '[a@\u0430pple.example](mailto:a@\u0430pple.example)',
  'text turned round': `[\u202e/elpmaxe.doog//:sptth](${EVIL})`,
  'an address turned round': '[here](https://evil.example/\u202egnp)',
  'an address with an escape': '[here](https://evil.example/\u001b\\\u001b]0;owned\u0007)',
  'an address with an entity': '[here](https://evil.example/&#27;&#92;&#x9c;&#7;)',
  'an address with breaks': '[here](<https://evil.example/a b\tc>)',
  'an address with a semicolon': '[here](https://evil.example/;id=1;x)',
  'what is run, not opened':
    '[a](javascript:x) [b](JaVaScRiPt:x) <javascript:x> [c](file:///etc/passwd) <file:///x> [d](data:text/html,x) <data:x>',
  'what a program is asked to open':
    '[a](vscode://file/etc/passwd) [b](ssh://evil.example) [c](x-man-page://ls) [d](tel:1) [e](smb://e/x)',
  'what depends on where one is': '[a](/etc/passwd) [b](../x) [c](//evil.example/x) [d](#x)',
  'an address alone': 'See https://good.example/ and good@good.example and www.good.example.',
};

/** What is visible of the links in `raw`, and where they lead. */
function linksIn(raw: string): { text: string; url: string }[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that ai-chat writes
  const links = raw.matchAll(/\x1b\]8;[^;\x1b\x07]*;([^\x1b\x07]+)\x1b\\(.*?)\x1b\]8;;\x1b\\/gs);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the same
  return [...links].map(([, url = '', text = '']) => ({ url, text: text.replaceAll(/\x1b\[[\d;]*m/g, '') }));
}

/** What a reader takes for an address. */
const ADDRESS = /(?:[\w-]+\.)+example\b/;

const hostOf = (url: string) =>
  URL.canParse(url) ? new URL(url).host || new URL(url).pathname.split('@')[1] : '';

describe.skipIf(process.platform === 'win32')("an answer's links, on a terminal that knows them", () => {
  it.each(Object.entries(TRICKS))('%s', async (_, markdown) => {
    const server = await serve(answer(`${markdown}\n\nThat is all.`));
    const screen = openWindow(['ask', 'hi'], { ...server.env, ...LINKS }, { cols: 2000 });
    const { code, text } = await endUntouched(screen);
    expect(code).toBe(0);
    expect(text).toContain('That is all.');
    const { links } = await witness(screen.raw);
    for (const link of links) {
      expect(link).toMatch(/^(https?:\/\/|mailto:)[!-~]+$/);
      // Whoever sees the screen sees the host that a click leads to, and it is the first thing behind `//`.
      const host = hostOf(link);
      expect(host).not.toBe('');
      expect(text).toMatch(new RegExp(`(?:://|@|^|[^\\w@.:-])${host?.replaceAll('.', '\\.')}`));
    }
    for (const link of linksIn(screen.raw)) {
      const claimed = ADDRESS.exec(link.text)?.[0];
      const isTrue = claimed === undefined || hostOf(`https://${claimed}`) === hostOf(link.url);
      if (!isTrue) expect(text).toContain(`${link.text} (${link.url})`);
    }
  });

  it('there are none where a terminal does not know them, nor in a pipe', async () => {
    const server = await serve(answer(`[here](${EVIL})`));
    const screen = openWindow(['ask', 'hi'], server.env);
    const { lines } = await endUntouched(screen);
    expect((await witness(screen.raw)).links).toEqual([]);
    expect(lines).toEqual([`here (${EVIL})`]);
  });
});
