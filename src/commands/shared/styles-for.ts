import type { App } from '../../app.ts';
import { colorEnabled, createStyles, type Styles } from '../../terminal/colors.ts';

/** Whether what is written to `stream` has colours. */
export function colorsOn(
  { runtime, options }: Pick<App, 'runtime' | 'options'>,
  stream: { isTTY?: boolean },
): boolean {
  return colorEnabled({ flag: options.color, env: runtime.env, isTTY: stream.isTTY ?? false });
}

/** The styles of what is written to `stream`. */
export function stylesFor(app: Pick<App, 'runtime' | 'options'>, stream: { isTTY?: boolean }): Styles {
  return createStyles(colorsOn(app, stream));
}
