import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBrowser, openPage } from '../helpers/browser.ts';
import { testHome } from '../helpers/home.ts';
import { keepConversation, TIME } from '../helpers/keep.ts';
import { run } from '../helpers/run.ts';
import { intruders } from '../terminal/html/page.ts';

/** Keeps a conversation in which this was answered, and everything beside an answer that there can be. */
function keep(content: string): void {
  const message = { createdAt: TIME, role: 'assistant', model: 'tiny <b>' } as const;
  keepConversation({
    id: 'aaaa1111',
    title: 'A "title" <b>',
    systemPrompt: 'Be <brief>.',
    messages: [
      { id: 'q1', role: 'user', content: 'Why <b>?\n  Because.', createdAt: TIME },
      { ...message, id: 'a1', content, replyTo: 'q1', status: 'complete', reasoning: 'I *think*.' },
      { ...message, id: 'a2', content: 'Half', replyTo: 'q1', status: 'interrupted' },
      { ...message, id: 'a3', content: 'Cut', replyTo: 'q1', status: 'incomplete', finishReason: 'length' },
      { id: 'q2', role: 'user', content: 'And?', createdAt: 'no time' },
    ],
  });
}

async function exportPage(): Promise<string> {
  const file = join(testHome().cwd, 'page.html');
  const { code, stdout } = await run(['history', 'export', 'aaaa', '--format', 'html', '-o', file]);
  expect([code, stdout]).toEqual([0, '']);
  return file;
}

describe('export --format html', () => {
  it('makes one page of what was said, by whom and when, and how it ended', async () => {
    keep('**Yes** & no.\n\n| a |\n|---|\n| 1 |');
    const page = readFileSync(await exportPage(), 'utf8');
    expect(intruders(page)).toEqual([]);
    for (const part of [
      '<title>A &quot;title&quot; &lt;b&gt;</title>',
      '<h1 dir="auto">A &quot;title&quot; &lt;b&gt;</h1>',
      '<li>5 messages</li>',
      '<time datetime="2026-01-02T03:04:05.000Z">2026-01-02 03:04 UTC</time>',
      '<summary>System prompt</summary>\n<p dir="auto" class="typed">Be &lt;brief&gt;.</p>',
      '<p dir="auto" class="typed">Why &lt;b&gt;?\n  Because.</p>',
      '<b dir="auto">tiny &lt;b&gt;</b>',
      '<summary>Reasoning</summary>\n<p dir="auto">I <em>think</em>.</p>',
      '<p dir="auto"><strong>Yes</strong> &amp; no.</p>',
      'answer 2 of 3',
      '>interrupted: this is what came<',
      '>incomplete: length<',
      '>no answer came<',
    ]) {
      expect(page).toContain(part);
    }
    const { stdout } = await run(['history', 'export', 'aaaa', '--format', 'html']);
    expect(stdout).toBe(page);
  });
});

const browser = process.platform === 'win32' ? undefined : findBrowser();

/** A server that is not to be asked, and what it was asked for. */
async function trap(): Promise<{ readonly origin: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('console.log("ran")');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** What is wider than any window: in a page, in its table and in its code. */
const WIDE = [
  `https://example.org/${'path/'.repeat(60)} and \`${'code'.repeat(60)}\` and ${'W'.repeat(300)} 漢字👩‍💻`,
  `| a | b | c |\n|---|---|---|\n| ${'wide '.repeat(60)} | ${'宽'.repeat(90)} | https://example.org/${'a/'.repeat(90)} |`,
  `\`\`\`js\n${'const a = 1; '.repeat(40)}\n${'x'.repeat(400)}\n\`\`\``,
  `$$\n${'a_1 + '.repeat(90)}\n$$`,
  `${Array.from({ length: 9 }, (_, depth) => `${'  '.repeat(depth)}- ${'deep '.repeat(20)}`).join('\n')}`,
  `[words](https://example.org/target)[^1]\n\n[^1]: ${'note'.repeat(90)}`,
].join('\n\n');

/** Of the boxes that `selector` finds, how many are wider within than they are. */
const scrolled = (selector: string) =>
  `[...document.querySelectorAll('${selector}')].filter((box) => box.scrollWidth > box.clientWidth).length`;
const PAGE_WIDTH = '[document.documentElement.scrollWidth <= innerWidth, innerWidth]';
const LINK_ENDS = `[...document.querySelectorAll('main a')].map((link) => getComputedStyle(link, '::after').content !== 'none')`;

describe.skipIf(browser === undefined)('the page in a browser', () => {
  it('asks for nothing, runs nothing, breaks no rule of its own', async () => {
    const { origin, asked } = await trap();
    keep(
      [
        `![picture](${origin}/picture.png) <img src="${origin}/image.png" onerror="console.log(1)">`,
        `<script src="${origin}/script.js"></script><script>console.log(1)</script>`,
        `<link rel=stylesheet href=${origin}/style.css> <iframe src="${origin}/frame"></iframe>`,
        `<style>@import "${origin}/more.css"; body { background: url(${origin}/back.png) }</style>`,
        `[x](javascript:console.log(1)) <meta http-equiv=refresh content="0;url=${origin}/gone">`,
        `| a | b |\n|:-:|--:|\n| ${'wide '.repeat(60)} | 2 |`,
        `\`\`\`html\n<script>console.log("${origin}/code")</script>\n\`\`\``,
      ].join('\n\n'),
    );
    const page = await openPage(String(browser), await exportPage(), { width: 1200, height: 900 });
    const dom = await page.evaluate<string>('document.documentElement.outerHTML');
    expect([asked, page.console]).toEqual([[], []]);
    // The browser has read the page as it was written.
    expect(dom).not.toMatch(/<(script|img|iframe|link|object|embed|form)\b/);
    expect(dom).toContain('<th class="right" dir="ltr">b</th>');
  });

  it('is never wider than a window, even of a phone: code and tables are scrolled by themselves', async () => {
    keep(WIDE);
    const page = await openPage(String(browser), await exportPage(), { width: 360, height: 800 });
    for (const width of [320, 360, 500, 1200]) {
      await page.look({ width, height: 800 });
      expect(await page.evaluate(PAGE_WIDTH)).toEqual([true, width]);
      expect(await page.evaluate(scrolled('.answer > pre'))).toBe(2);
    }
    await page.look({ width: 360, height: 800 });
    expect(await page.evaluate(scrolled('.wide'))).toBe(1);
  });

  it('gives a table of two columns all the room there is before it breaks a cell', async () => {
    keep(
      `| code | meaning |\n|---|---|\n| 2 | ${'a word or two '.repeat(12)} |\n| 3 | https://example.org/${'x'.repeat(150)} |`,
    );
    const page = await openPage(String(browser), await exportPage(), { width: 360, height: 800 });
    const edges = `['table', '.wide'].map((box) => Math.round(document.querySelector(box).getBoundingClientRect().right))`;
    for (const width of [320, 360, 500, 1200]) {
      await page.look({ width, height: 800 });
      const [table, room] = await page.evaluate<number[]>(edges);
      expect(table).toBe(room);
      expect(await page.evaluate(scrolled('.wide'))).toBe(0);
    }
  });

  it('has dark letters on white paper, with nothing cut off, and says where links lead', async () => {
    keep(WIDE);
    const onScreen = { width: 700, height: 900, scheme: 'dark' } as const;
    const page = await openPage(String(browser), await exportPage(), onScreen);
    const colors = `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]`;
    expect(await page.evaluate(colors)).toEqual(['rgb(23, 24, 26)', 'rgb(230, 227, 221)']);
    await page.look({ ...onScreen, media: 'print' });
    expect(await page.evaluate(colors)).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    expect(await page.evaluate(PAGE_WIDTH)).toEqual([true, 700]);
    expect(await page.evaluate(scrolled('pre, .wide'))).toBe(0);
    // What has its address for a text says it but once.
    expect(await page.evaluate(LINK_ENDS)).toEqual([false, false, true, false]);
  });
});
