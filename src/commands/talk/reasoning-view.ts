import type { App } from '../../app.ts';
import { createEdgeTrimmer } from '../../terminal/blank-edges.ts';
import { createSanitizer } from '../../terminal/sanitize.ts';

/**
 * Shows a model's thoughts on a terminal's stderr, broken at words and without blank lines around them; elsewhere they are not
 * shown. They are dimmed; without colours words say what they are, and where the answer begins.
 */
export interface ReasoningView {
  /** A note was said: on a terminal a blank line sets apart from it what the model says. */
  noted(): void;
  write(text: string): void;
  /** The thoughts have ended, with all that was held of them; `isAnswered`: an answer follows, and is set apart. */
  end(isAnswered: boolean): void;
}

/** `beforeAnswer`: the answer is shown on a terminal, too. */
export async function createReasoningView(
  app: App,
  { beforeAnswer }: { readonly beforeAnswer: boolean },
): Promise<ReasoningView> {
  const { stderr } = app.runtime;
  if (!stderr.isTTY || app.options.quiet) return { noted() {}, write() {}, end() {} };
  const { createWordFlow } = await import('../../terminal/wrap-words.ts');
  const { styles } = await app.messages();
  const marks = styles.enabled ? undefined : await import('./channel-marks.ts');
  const newFlow = () => createWordFlow(() => stderr.columns || 80);
  let sanitizer = createSanitizer();
  let trimmer = createEdgeTrimmer();
  let flow = newFlow();
  let last = '';
  /** Whether a note or thoughts stand right above. */
  let isBelow = false;
  const setApart = () => {
    if (isBelow) stderr.write('\n');
    isBelow = false;
  };
  const show = (text: string) => {
    if (text === '') return;
    setApart();
    if (last === '' && marks) stderr.write(`${marks.REASONING_MARK}\n`);
    last = text;
    stderr.write(styles.dim(text));
  };
  return {
    noted() {
      isBelow = beforeAnswer;
    },
    write: (text) => show(flow.write(trimmer.write(sanitizer.write(text)))),
    end(isAnswered) {
      show(flow.write(trimmer.write(sanitizer.end())) + flow.end());
      sanitizer = createSanitizer();
      trimmer = createEdgeTrimmer();
      flow = newFlow();
      if (last !== '' && !last.endsWith('\n')) stderr.write('\n');
      isBelow ||= last !== '';
      if (isAnswered) setApart();
      if (isAnswered && beforeAnswer && last !== '' && marks) stderr.write(`${marks.ANSWER_MARK}\n`);
      last = '';
    },
  };
}
