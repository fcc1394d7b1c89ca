import type { Job, Runtime } from '../../runtime.ts';
import type { Styles } from '../colors.ts';
import type { Keyboard, KeyTaker } from '../keyboard.ts';
import type { Key } from '../line-editor/keys.ts';
import { createPainter } from '../line-editor/painter.ts';
import { reflowOf } from '../line-editor/reflow.ts';
import { createResizing } from '../line-editor/resize.ts';
import { terminalAppearance } from '../markdown/appearance.ts';
import { createMarks } from '../markdown/marks.ts';
import { pageSize, pickerFrame, showsPreview } from './frame.ts';
import { layOutPreview, type PreviewPart, type PreviewRows } from './preview.ts';
import { type PickItem, pressInPicker, startPicking } from './state.ts';
import { aheadWith, meantElsewhere, NOTHING_AHEAD } from './typed-ahead.ts';

export type { PickItem, PreviewPart };

export interface PickerOptions<T extends PickItem> {
  readonly items: readonly T[];
  /** What is said of an item; asked for when the selection rests on it. Without it, there is no room for that either. */
  readonly preview?: ((item: T) => Promise<readonly PreviewPart[]>) | undefined;
  readonly keyboard: Keyboard;
  readonly output: NodeJS.WriteStream;
  readonly env: Runtime['env'];
  readonly job: Job;
  readonly styles: Styles;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** How it ended; `back`: Escape; `interrupt`: Ctrl-C, or the signal; `end`: Ctrl-D, or no terminal any more. */
export type Picked<T> =
  | { readonly type: 'picked'; readonly item: T }
  | {
      readonly type: 'back';
      /** What was typed before there was anything to see, where it fits nothing: it was meant for something else. */
      readonly typedAhead?: string;
    }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

const CLEAR_SCREEN = '\x1b[H\x1b[2J';
/** Milliseconds that the selection rests on an item before it is looked into: who holds a key down looks into none. */
const REST = 40;

/**
 * Lets somebody at a terminal pick one of `items`: typing filters, the arrows select, Enter picks. Nothing of it is left on
 * the screen.
 */
export function pick<T extends PickItem>(options: PickerOptions<T>): Promise<Picked<T>> {
  const { keyboard, output, env, job, styles, signal } = options;
  const painter = createPainter();
  const appearance = terminalAppearance(env, true);
  const rule = createMarks(appearance.unicode).horizontal;
  const previews = new Map<PickItem, { readonly columns: number; readonly parts: readonly PreviewRows[] }>();
  let state = startPicking(options.items);
  let isStopped = false;
  let isOver = false;
  let ahead = NOTHING_AHEAD;
  let resting: NodeJS.Timeout | undefined;

  return new Promise((resolve) => {
    const size = () => ({ columns: output.columns || 80, capacity: Math.max(1, (output.rows || 24) - 1) });
    const view = () => ({ ...size(), hasPreview: options.preview !== undefined });
    const selected = () => state.matches[state.selected] as T | undefined;

    const show = () => {
      if (isStopped || resizing.isUnderWay || isOver) return;
      const item = selected();
      const known = item && previews.get(item);
      // Laid out for another width, it has to be anew.
      const preview = known?.columns === size().columns ? known.parts : undefined;
      output.write(painter.paint(pickerFrame(state, { ...view(), styles, rule, preview })));
      clearTimeout(resting);
      const look = options.preview;
      if (item && look && !preview && showsPreview(state, view()))
        resting = setTimeout(() => void lookInto(item, look), REST);
    };
    const lookInto = async (item: T, look: NonNullable<typeof options.preview>) => {
      let parts: readonly PreviewPart[];
      try {
        parts = await look(item);
      } catch (error) {
        parts = [{ label: 'error', text: error instanceof Error ? error.message : String(error) }];
        // What was said about it stands where the frame was.
        painter.erase();
      }
      const { columns } = size();
      // Meanwhile another may be selected, or the window too small; should it be shown again, it is looked into again.
      if (item === selected() && showsPreview(state, view())) {
        previews.set(item, {
          columns,
          parts: await layOutPreview(parts, { columns, styles, markdown: appearance }),
        });
      }
      show();
    };
    const resizing = createResizing({
      painter,
      known: reflowOf(env),
      write: (text) => void output.write(text),
      repaint: show,
    });

    const stop = () => {
      resizing.settle();
      output.write(painter.erase());
      isStopped = true;
    };
    const goOn = () => {
      // Stopped without being told, we don't know where the cursor is now.
      if (!isStopped) painter.erase();
      isStopped = false;
      show();
    };
    const finish = (picked: Picked<T>) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(resting);
      resizing.settle();
      output.write(painter.erase());
      keyboard.leave(taker);
      output.off('resize', onResize);
      signal.removeEventListener('abort', onAbort);
      for (const forget of forgetJob) forget();
      resolve(picked);
    };
    const onAbort = () => finish({ type: 'interrupt' });
    const onEnd = () => finish({ type: 'end' });
    const onResize = () => resizing.begin(size().columns);
    const onKey = (key: Key, isAhead: boolean) => {
      const step = pressInPicker(state, key, pageSize(view()));
      state = step.state;
      ahead = aheadWith(ahead, key, step, isAhead);
      const typedAhead = meantElsewhere(ahead, step, isAhead);
      if (typedAhead !== undefined) return finish({ type: 'back', typedAhead });
      if (step.effect === 'back' || step.effect === 'interrupt' || step.effect === 'end')
        return finish({ type: step.effect });
      const item = selected();
      if (step.effect === 'pick' && item) return finish({ type: 'picked', item });
      if (step.effect === 'suspend') job.suspend();
      if (step.effect === 'clear-screen') {
        painter.erase();
        output.write(CLEAR_SCREEN);
      }
    };
    const taker: KeyTaker = { onKey, onRest: show, onCursor: resizing.report, onEnd };

    if (signal.aborted) return resolve({ type: 'interrupt' });
    const release = keyboard.hold();
    const forgetJob = [job.onStop(stop), job.onContinue(goOn)];
    signal.addEventListener('abort', onAbort, { once: true });
    output.on('resize', onResize);
    keyboard.take(taker);
    release();
  });
}
