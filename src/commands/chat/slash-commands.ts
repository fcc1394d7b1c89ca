import { stat } from 'node:fs/promises';
import { counted } from '../../conversation/counted.ts';
import { lastExchange } from '../../conversation/document.ts';
import { checkName } from '../../conversation/name.ts';
import { nearest } from '../../conversation/nearest.ts';
import { titleOf } from '../../conversation/title.ts';
import { CliError } from '../../errors.ts';
import { createStyles } from '../../terminal/colors.ts';
import { sanitizeBlock, sanitizeLine } from '../../terminal/sanitize.ts';
import { conversationTable } from '../shared/conversation-table.ts';
import { attachmentOf } from '../shared/text-file.ts';
import { pickConversation } from '../talk/pick-conversation.ts';
import { describe } from './banner.ts';
import type { Chat } from './chat.ts';
import { definitionList } from './definitions.ts';
import { KEYS } from './keys.ts';
import { namedPath } from './named-path.ts';
import { pickModel } from './pick-model.ts';
import type { SlashCommand } from './slash-command.ts';
import { usageText } from './usage-text.ts';

/** Every command of the chat, in the order in which /help shows them. */
export const SLASH_COMMANDS: readonly SlashCommand[] = [
  {
    name: 'help',
    help: 'lists these commands',
    async run(_argument, _chat, { say, columns }) {
      const rows = SLASH_COMMANDS.map(
        ({ name, argument, help }) => [`/${name}${argument ? ` ${argument}` : ''}`, help] as const,
      );
      say(definitionList([...rows, ['//text', 'sends the message /text']], columns));
      return undefined;
    },
  },
  {
    name: 'keys',
    help: 'lists the keys',
    async run(_argument, _chat, { say, columns }) {
      say(definitionList(KEYS, columns));
      return undefined;
    },
  },
  {
    name: 'clear',
    help: 'removes what was said, here and on disk',
    async run(_argument, { session }, { say }, signal) {
      const count = await session.clear(signal);
      say(
        count === 0
          ? 'there is nothing to remove'
          : `removed ${counted(count, 'message')}; /undo brings them back`,
      );
      return undefined;
    },
  },
  {
    name: 'new',
    help: 'starts another; this one stays in the history',
    async run(_argument, chat, { say }, signal) {
      await chat.switchTo({ type: 'new' }, signal);
      say(describe(chat));
      return undefined;
    },
  },
  {
    name: 'retry',
    help: 'sends the last question again',
    async run(_argument, chat, { say, converse }) {
      if (lastExchange(chat.session.conversation)) await converse(() => chat.retry());
      else say('there is no question to send again');
      return undefined;
    },
  },
  {
    name: 'undo',
    help: 'takes back a /file, the last exchange or a /clear',
    async run(_argument, { session, attachments }, { say }, signal) {
      const file = attachments.takeBack();
      if (file !== undefined) {
        say(`${sanitizeLine(file)} no longer goes with your next message`);
        return undefined;
      }
      const question = lastExchange(session.conversation)?.question.content ?? '';
      const said = {
        exchange: `took back “${titleOf(question)}”`,
        clear: 'brought back what /clear removed',
        nothing: 'there is nothing to take back',
      };
      say(sanitizeLine(said[await session.undo(signal)]));
      return undefined;
    },
  },
  {
    name: 'model',
    argument: '[NAME]',
    help: 'changes the model, or lets you pick one',
    async run(argument, chat, other, signal) {
      const model = argument || (await pickModel(chat, other));
      const { session } = chat;
      const before = session.conversation.model;
      if (model) await session.amend({ model }, signal);
      const now = session.conversation.model;
      // Of the one that has answered so far, the answers say enough.
      const isDoubted = now !== before && chat.models.lacks(now);
      const doubt = isDoubted ? ', which is none of those that the server has told' : '';
      other.say(`the model is ${sanitizeLine(now)}${doubt}`);
      return undefined;
    },
  },
  {
    name: 'system',
    argument: '[TEXT]',
    help: 'shows or changes the system prompt',
    async run(argument, { session }, { say }, signal) {
      // As a shell writes nothing, for who wants none.
      const systemPrompt = argument === '""' ? '' : argument;
      if (argument) await session.amend({ systemPrompt }, signal);
      const now = session.conversation.systemPrompt;
      say(now ? `the system prompt is: ${sanitizeBlock(now)}` : 'there is no system prompt');
      return undefined;
    },
  },
  {
    name: 'history',
    help: 'lists conversations',
    async run(_argument, { app }, { say, columns }) {
      const { conversations, total } = await (await app.store()).list({ limit: 20 });
      // The last column stays empty, where what is said is broken.
      const width = (columns || 80) - 1;
      const options = { width, styles: createStyles(false), now: app.runtime.clock.now() };
      say(
        conversations.length === 0
          ? 'there are no conversations yet'
          : conversationTable(conversations, options),
      );
      if (total > conversations.length)
        say(`${total - conversations.length} more; /resume goes to any of them`);
      return undefined;
    },
  },
  {
    name: 'resume',
    argument: '[CONVERSATION]',
    help: 'goes on with another conversation',
    async run(argument, chat, other, signal) {
      const picked = argument ? { value: argument } : await pickConversation(chat.app, other, chat.settings);
      if (picked === undefined || picked === 'interrupt') return undefined;
      await chat.switchTo({ type: 'resumed', reference: picked.value }, signal);
      other.say(describe(chat));
      await other.recall?.();
      return undefined;
    },
  },
  {
    name: 'rename',
    argument: 'NAME',
    help: 'names this conversation',
    async run(argument, chat, { say }, signal) {
      if (!argument) throw new CliError('usage', 'which name?', { hint: 'type /rename NAME' });
      const name = checkName(argument);
      await rename(chat, name, signal);
      say(`this conversation is now called ${name}`);
      return undefined;
    },
  },
  {
    name: 'file',
    argument: 'PATH',
    help: 'adds a file to the next message',
    async run(argument, chat, { say }) {
      if (!argument) throw new CliError('usage', 'which file?', { hint: 'type /file PATH' });
      const { cwd } = chat.app.runtime;
      const path = namedPath(argument, chat.app.runtime);
      // A named pipe may have nobody at its other end.
      const attachment = await chat.untilStopped((signal) => attachmentOf(path, cwd, signal));
      if (attachment === undefined) return undefined;
      chat.attachments.add(path, argument, attachment);
      say(`${sanitizeLine(argument)} goes with your next message`);
      return undefined;
    },
  },
  {
    name: 'edit',
    argument: '[TEXT]',
    help: 'writes the message in your editor',
    async run(argument, chat, other, signal) {
      const { writeInEditor } = await import('./write-in-editor.ts');
      const written = await writeInEditor(chat.app, other, argument);
      if (written === 'unsaved' || written === 'empty') return undefined;
      await other.showMessage?.(written.text, signal);
      await other.converse(() => chat.send(written.text));
      return undefined;
    },
  },
  {
    name: 'copy',
    help: 'copies the last answer to the clipboard',
    async run(_argument, chat, { say }) {
      const { copyToClipboard } = await import('../../terminal/clipboard.ts');
      const { runtime } = chat.app;
      const copiedBy = await copyToClipboard(lastAnswer(chat), runtime, runtime.stderr);
      if (!copiedBy) {
        throw new CliError('usage', 'there is no clipboard here', {
          hint: '/save FILE writes the answer to a file',
        });
      }
      say(`copied the last answer${copiedBy === 'terminal' ? ', if this terminal lets programs copy' : ''}`);
      return undefined;
    },
  },
  {
    name: 'save',
    argument: 'FILE',
    help: 'writes the last answer to a file',
    async run(argument, chat, { say, prompter }) {
      if (!argument) throw new CliError('usage', 'to which file?', { hint: 'type /save FILE' });
      const answer = lastAnswer(chat);
      const path = namedPath(argument, chat.app.runtime);
      const name = sanitizeLine(argument);
      // A chat is no shell: nobody expects it to replace a file at a word. In a script there is nobody to ask.
      if (
        prompter &&
        (await isFile(path)) &&
        !(await prompter.confirm(`${name} is there already. Replace it?`))
      ) {
        say('nothing was written');
        return undefined;
      }
      await chat.app.writeFile(path, answer.endsWith('\n') ? answer : `${answer}\n`);
      say(`wrote ${name}`);
      return undefined;
    },
  },
  {
    name: 'usage',
    help: 'shows the tokens used so far, and what they cost',
    async run(_argument, { session }, { say }) {
      say(usageText(session.conversation));
      return undefined;
    },
  },
  { name: 'quit', help: 'leaves', run: async () => 'leave' },
  { name: 'exit', help: 'leaves', run: async () => 'leave' },
];

/** Characters of what is no command's name: a picture in base64 may begin with a slash. */
const SHOWN_OF_NAME = 40;

/** Throws `usage`, naming the nearest command, when there is none of that name, and when it takes no argument. */
export function slashCommand(name: string, argument: string): SlashCommand {
  const found = SLASH_COMMANDS.find((command) => command.name === name);
  if (found && (found.argument !== undefined || argument === '')) return found;
  if (found) {
    throw new CliError('usage', `/${name} takes nothing behind it`, {
      hint: `type /${name} alone; to send the text itself, begin it with //`,
    });
  }
  const near = nearest(
    name,
    SLASH_COMMANDS.map((command) => command.name),
  );
  throw new CliError('usage', `there is no command /${sanitizeLine(name, SHOWN_OF_NAME)}`, {
    hint: near
      ? `did you mean /${near}? To send the text itself, begin it with //`
      : '/help lists the commands; to send the text itself, begin it with //',
  });
}

async function rename({ app, save, session }: Chat, name: string, signal: AbortSignal): Promise<void> {
  if (!save)
    throw new CliError('usage', 'this chat is not kept, and can have no name', {
      hint: 'start it without --no-save',
    });
  if (!session.stored && (await (await app.store()).findByName(name))) {
    throw new CliError('usage', `there is a conversation called ${name} already`, {
      hint: `/resume ${name} goes on with it`,
    });
  }
  await session.rename(name, signal);
}

async function isFile(path: string): Promise<boolean> {
  // What is wrong with the path, writing says better.
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}

function lastAnswer({ session }: Chat): string {
  const answer = session.conversation.messages.findLast(
    ({ role, content }) => role === 'assistant' && content !== '',
  );
  if (!answer) throw new CliError('usage', 'there is no answer yet', { hint: 'ask something first' });
  return answer.content;
}
