import { counted } from '../../conversation/counted.ts';
import { exchanges } from '../../conversation/document.ts';
import type { Conversation, Message } from '../../conversation/types.ts';
import { withoutBlankEdges } from '../../terminal/blank-edges.ts';
import { escapeHtml } from '../../terminal/html/escape.ts';
import { markdownToHtml } from '../../terminal/html/markdown-html.ts';
import { htmlPage } from '../../terminal/html/page.ts';
import { readable } from '../../terminal/html/readable.ts';
import { typedToHtml } from '../../terminal/html/typed-html.ts';
import { titleOf } from '../shared/conversation-table.ts';

/** A conversation as one page of HTML that needs nothing else: what was said, as it was meant to be read. */
export async function conversationPage(conversation: Conversation): Promise<string> {
  const title = titleOf(conversation);
  const sections: string[] = [];
  for (const [index, { question, answers }] of exchanges(conversation.messages).entries()) {
    const parts = [await questionOf(question)];
    for (const [at, answer] of answers.entries()) {
      const which = answers.length > 1 ? `answer ${at + 1} of ${answers.length}` : '';
      parts.push(await answerOf(answer, { model: conversation.model, which, id: `e${index + 1}a${at + 1}` }));
    }
    if (answers.length === 0) parts.push(mark('no answer came'));
    sections.push(`<section class="exchange" id="e${index + 1}">\n${parts.join('')}</section>\n`);
  }
  const body = `${headerOf(conversation, title)}<main>\n${sections.join('')}</main>\n${footerOf(conversation)}`;
  return htmlPage({ title, body });
}

function headerOf(conversation: Conversation, title: string): string {
  const { model, createdAt, updatedAt, messages, systemPrompt } = conversation;
  const facts = [
    `<li dir="auto">${line(model)}</li>`,
    `<li>${counted(messages.length, 'message')}</li>`,
    `<li>begun ${timeOf(createdAt)}</li>`,
    `<li>last used ${timeOf(updatedAt)}</li>`,
  ];
  const system = systemPrompt
    ? `<details>\n<summary>System prompt</summary>\n<p dir="auto" class="typed">${escapeHtml(readable(systemPrompt))}</p>\n</details>\n`
    : '';
  return `<header>\n<h1 dir="auto">${escapeHtml(title)}</h1>\n<ul class="facts">${facts.join('')}</ul>\n</header>\n${system}`;
}

async function questionOf({ content, createdAt }: Message): Promise<string> {
  return `<article class="question">\n${byline('You', createdAt, '')}${await typedToHtml(content)}</article>\n`;
}

async function answerOf(
  answer: Message,
  { model, which, id }: { readonly model: string; readonly which: string; readonly id: string },
): Promise<string> {
  const reasoning = withoutBlankEdges(answer.reasoning ?? '');
  const thoughts =
    reasoning === ''
      ? ''
      : `<details>\n<summary>Reasoning</summary>\n${await markdownToHtml(reasoning, `${id}r`)}</details>\n`;
  const text = await markdownToHtml(answer.content, `${id}n`);
  const head = byline(answer.model ?? model, answer.createdAt, which);
  return `<article class="answer">\n${head}${thoughts}${text}${mark(markOf(answer))}</article>\n`;
}

function byline(who: string, when: string, which: string): string {
  const beside = [timeOf(when), which].filter((part) => part !== '');
  return `<p class="by"><b dir="auto">${line(who)}</b>${beside.map((part) => `<span>${part}</span>`).join('')}</p>\n`;
}

function markOf({ status, finishReason }: Message): string {
  if (status === 'interrupted') return 'interrupted: this is what came';
  return status === 'incomplete' ? `incomplete: ${finishReason ?? 'broken'}` : '';
}

function mark(text: string): string {
  return text === '' ? '' : `<p><span class="mark" dir="auto">${line(text)}</span></p>\n`;
}

function footerOf({ id }: Conversation): string {
  return `<footer>Conversation ${line(id)}, exported by ai-chat</footer>\n`;
}

/** To the minute, in UTC: the reader may be anywhere. What is no time is left out. */
function timeOf(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return `<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 16)} UTC</time>`;
}

function line(text: string): string {
  return escapeHtml(readable(text).replace(/[\n\t]/g, ' '));
}
