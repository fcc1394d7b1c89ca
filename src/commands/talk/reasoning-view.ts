import type { App } from '../../app.ts';
import { createSanitizer } from '../../terminal/sanitize.ts';

/** Shows a model's thoughts, dimmed, on a terminal's stderr; elsewhere they are not shown. */
export interface ReasoningView {
  write(text: string): void;
  /** The thoughts have ended: the answer begins on a line of its own. */
  end(): void;
}

export async function createReasoningView(app: App): Promise<ReasoningView> {
  const { stderr } = app.runtime;
  if (!stderr.isTTY || app.options.quiet) return { write() {}, end() {} };
  const { styles } = await app.messages();
  let sanitizer = createSanitizer();
  let last = '';
  const show = (text: string) => {
    if (text === '') return;
    last = text;
    stderr.write(styles.dim(text));
  };
  return {
    write: (text) => show(sanitizer.write(text)),
    end() {
      show(sanitizer.end());
      sanitizer = createSanitizer();
      if (last !== '') stderr.write(last.endsWith('\n') ? '\n' : '\n\n');
      last = '';
    },
  };
}
