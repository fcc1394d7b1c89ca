import type { App, FlagValues } from '../../app.ts';
import { exchanges } from '../../conversation/document.ts';
import type { Conversation, Message } from '../../conversation/types.ts';
import { colorEnabled, createStyles, type Styles } from '../../terminal/colors.ts';
import { jsonText } from '../../terminal/json-text.ts';
import { createOutput } from '../../terminal/output.ts';
import { relativeTime } from '../../terminal/relative-time.ts';
import { sanitizeBlock, sanitizeLine } from '../../terminal/sanitize.ts';
import { titleOf } from '../shared/conversation-table.ts';
import { print } from '../shared/print.ts';
import { createAnswerView, type Rendering, renderingOf } from '../talk/answer-view.ts';

export interface ShowOptions {
  readonly conversation: string;
  readonly json: boolean;
  readonly settings: FlagValues;
}

/** `ai-chat history show`. */
export async function run(options: ShowOptions, app: App): Promise<number> {
  const store = await app.store();
  const conversation = await store.load((await store.find(options.conversation)).id);
  if (options.json) {
    await print(app, `${jsonText(conversation, 2)}\n`);
    return 0;
  }
  const settings = await app.settings(options.settings);
  const { stdout, env } = app.runtime;
  const styles = createStyles(colorEnabled({ flag: app.options.color, env, isTTY: stdout.isTTY ?? false }));
  await showConversation(app, conversation, renderingOf(app, settings, true), styles);
  return 0;
}

async function showConversation(app: App, conversation: Conversation, rendering: Rendering, styles: Styles) {
  const { stdout, clock } = app.runtime;
  const output = createOutput(stdout, { onGone: () => {} });
  const safe = (text: string) => (rendering === 'raw' ? text : sanitizeBlock(text));
  const count = conversation.messages.length;
  await output.write(
    `${styles.bold(titleOf(conversation))}\n${styles.dim(
      `${conversation.id} · ${sanitizeLine(conversation.model)} · ${count} ${count === 1 ? 'message' : 'messages'} · ${relativeTime(conversation.updatedAt, clock.now())}`,
    )}\n`,
  );
  for (const { question, answers } of exchanges(conversation.messages)) {
    await output.write(`\n${styles.bold(styles.cyan('You:'))} ${safe(question.content)}\n`);
    for (const answer of answers) {
      await output.write(
        `\n${styles.bold(styles.green(`${sanitizeLine(answer.model ?? conversation.model)}:`))}\n`,
      );
      const view = await createAnswerView(app, output, rendering);
      await view.write(answer.content);
      await view.end();
      if (markOf(answer)) await output.write(`${styles.yellow(markOf(answer))}\n`);
    }
    if (answers.length === 0) await output.write(`${styles.yellow('[no answer]')}\n`);
  }
  await output.end();
}

function markOf({ status, finishReason }: Message): string {
  if (status === 'interrupted') return '[interrupted]';
  return status === 'incomplete' ? `[incomplete: ${sanitizeLine(finishReason ?? 'broken')}]` : '';
}
