import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, showPage } from '../helpers/browser.ts';
import { testHome } from '../helpers/home.ts';
import { run } from '../helpers/run.ts';
import { intruders } from '../terminal/html/page.ts';

const TIME = '2026-01-02T03:04:05.000Z';

/** Keeps a conversation in which this was answered, and everything beside an answer that there can be. */
function keep(content: string): void {
  const message = { createdAt: TIME, role: 'assistant', model: 'tiny <b>' };
  const folder = join(testHome().config, 'conversations');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'aaaa1111.json'),
    JSON.stringify({
      version: 1,
      id: 'aaaa1111',
      name: null,
      title: 'A "title" <b>',
      kind: 'chat',
      model: 'tiny',
      baseUrl: 'http://localhost:1/v1',
      systemPrompt: 'Be <brief>.',
      createdAt: TIME,
      updatedAt: TIME,
      messages: [
        { id: 'q1', role: 'user', content: 'Why <b>?\n  Because.', createdAt: TIME },
        { ...message, id: 'a1', content, replyTo: 'q1', status: 'complete', reasoning: 'I *think*.' },
        { ...message, id: 'a2', content: 'Half', replyTo: 'q1', status: 'interrupted' },
        { ...message, id: 'a3', content: 'Cut', replyTo: 'q1', status: 'incomplete', finishReason: 'length' },
        { id: 'q2', role: 'user', content: 'And?', createdAt: 'no time' },
      ],
    }),
  );
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

describe.skipIf(browser === undefined)('the page in a browser', () => {
  it.each(['1200,900', '500,900'])(
    'asks for nothing, runs nothing, breaks no rule of its own at %s',
    async (size) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('console.log("ran")');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
      const { dom, console } = await showPage(String(browser), await exportPage(), size);
      server.close();
      expect([asked, console]).toEqual([[], []]);
      // The browser has read the page as it was written.
      expect(dom).not.toMatch(/<(script|img|iframe|link|object|embed|form)\b/);
      expect(dom).toContain('<th class="right" dir="ltr">b</th>');
    },
  );
});
