import type { App, FlagValues, Settings } from '../../app.ts';
import { printJson } from '../shared/print-json.ts';
import { type LongText, showLong } from '../shared/show-long.ts';
import { renderingOf } from '../talk/answer-view.ts';
import { transcriptOf } from './transcript.ts';
import { wantedConversation } from './wanted.ts';

export interface ShowOptions {
  /** Undefined: one is picked, on a terminal. */
  readonly conversation: string | undefined;
  readonly json: boolean;
  /** False: a long conversation is not shown a screen at a time. */
  readonly pager: boolean;
  readonly settings: FlagValues;
}

/** `ai-chat history show`. */
export async function run(options: ShowOptions, app: App): Promise<number> {
  const store = await app.store();
  let read: Promise<Settings> | undefined;
  const settings = () => {
    read ??= app.settings(options.settings);
    return read;
  };
  const wanted = await wantedConversation(app, options.conversation, settings);
  if ('exitCode' in wanted) return wanted.exitCode;
  const conversation = await store.load((await store.find(wanted.reference)).id);
  if (options.json) {
    await printJson(app, conversation);
    return 0;
  }
  const rendering = renderingOf(app, await settings());
  const text: LongText = ({ hyperlinks }) => transcriptOf(app, conversation, { rendering, hyperlinks });
  return showLong(app, text, { pager: options.pager });
}
