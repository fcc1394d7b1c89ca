import { CliError } from '../../errors.ts';
import { isKey, type KeyTaker } from '../keyboard.ts';
import { sanitizeLine } from '../sanitize.ts';
import { stringWidth } from '../width.ts';
import { endsAnswer, pastedIntoAnswer } from './answer.ts';
import { frameOf } from './frame.ts';
import type { Key } from './keys.ts';
import type { Kills } from './kills.ts';
import type { Completion } from './menu.ts';
import { createPainter } from './painter.ts';
import { complete as completeLine, press } from './press.ts';
import { reflowOf } from './reflow.ts';
import { createResizing } from './resize.ts';
import { type Effect, type State, type Step, startState } from './state.ts';
import { transcriptOf } from './transcript.ts';
import type { LineEditor, LineEditorOptions, Typed } from './types.ts';

/** A `read` that waits. */
interface Reading {
  readonly prompt: string;
  readonly isAnswer: boolean;
  readonly resolve: (reply: Typed) => void;
  state: State;
}

const CLEAR_SCREEN = '\x1b[H\x1b[2J';
const BELL = '\x07';

/** The line editor on a terminal in raw mode: keys in, changes of the screen out. */
export function createRawEditor({
  keyboard,
  output,
  env,
  styles,
  job,
  ...options
}: LineEditorOptions): LineEditor {
  const history = [...options.history];
  const painter = createPainter();
  let reading: Reading | undefined;
  let kills: Kills = [];
  let release: (() => void) | undefined;
  let isClosed = false;
  let isStopped = false;
  let forgetJob: readonly (() => void)[] = [];

  const size = () => ({ columns: output.columns || 80, rows: output.rows || 24 });

  const show = () => {
    if (!reading || isStopped || resizing.isUnderWay) return;
    const { prompt, state } = reading;
    const { columns, rows } = size();
    const frame = frameOf(state, {
      prompt,
      hint: hintFor(state),
      columns,
      capacity: Math.max(1, rows - 1),
      styles,
    });
    output.write(painter.paint(frame));
  };

  const resizing = createResizing({
    painter,
    known: reflowOf(env),
    write: (text) => void output.write(text),
    repaint: show,
  });

  const hintFor = ({ line, search, menu, walk }: State) => {
    // Without styles it could not be told from what was typed.
    if (!styles.enabled || reading?.isAnswer || search || menu || line.cursor !== line.text.length)
      return undefined;
    // Behind a message sent before, which is whole, nothing more is likely.
    if (walk.index !== walk.entries.length) return undefined;
    return options.hint?.(line.text, walk.entries) || undefined;
  };

  const finish = (reply: Typed) => {
    if (!reading) return;
    resizing.settle();
    const { prompt, isAnswer, resolve, state } = reading;
    reading = undefined;
    keyboard.leave(taker);
    output.off('resize', onResize);
    for (const forget of forgetJob) forget();
    kills = state.kills;
    const isUnsent = reply.type === 'line' && reply.isForEditor;
    const text = reply.type === 'line' && !isUnsent ? reply.text : '';
    output.write(painter.erase() + (isUnsent ? '' : transcriptOf(text, { prompt, styles, ...size() })));
    if (!isAnswer) keep(text);
    resolve(reply);
  };

  const keep = (text: string) => {
    if (text.trim() !== '' && text !== history.at(-1)) history.push(text);
  };

  const take = (step: Step) => {
    if (!reading) return;
    reading.state = step.state;
    if (step.effect) EFFECTS[step.effect](step.state);
  };

  const complete = async ({ line }: State) => {
    let completion: Completion | undefined;
    try {
      completion = await options.complete?.(line.text, line.cursor);
    } catch (error) {
      // Not the moment to say so: it would stand in the line that is typed.
      if (!(error instanceof CliError)) throw error;
      completion = { start: line.cursor, candidates: [] };
    }
    // What was typed meanwhile has made the answer old.
    if (!completion || reading?.state.line !== line) return;
    take(completeLine(reading.state, completion));
    show();
  };

  const stop = () => {
    resizing.settle();
    show();
    output.write(painter.leave());
    isStopped = true;
  };

  const goOn = () => {
    // Stopped without being told, we don't know where the cursor is now: the line is shown anew.
    if (!isStopped) painter.erase();
    isStopped = false;
    show();
  };

  const EFFECTS: Readonly<Record<Effect, (state: State) => void>> = {
    submit: ({ line }) => finish({ type: 'line', text: line.text }),
    edit: ({ line }) => {
      if (reading?.isAnswer) output.write(BELL);
      else finish({ type: 'line', text: line.text, isForEditor: true });
    },
    interrupt: () => finish({ type: 'interrupt' }),
    end: () => finish({ type: 'end' }),
    suspend: () => job.suspend(),
    'clear-screen': () => {
      painter.erase();
      output.write(CLEAR_SCREEN);
    },
    complete: (state) => {
      if (reading?.isAnswer) output.write(BELL);
      else void complete(state);
    },
    bell: () => void output.write(BELL),
  };

  const pressKey = (key: Key, isAhead: boolean) => {
    if (!reading) return;
    const { isAnswer, state } = reading;
    // Half an answer is none, and is nothing to clear first.
    if (isAnswer && isKey(key, 'ctrl-c')) return finish({ type: 'interrupt' });
    if (isAnswer && endsAnswer(key)) return finish({ type: 'line', text: state.line.text });
    // There is nothing that could be searched.
    if (isAnswer && isKey(key, 'ctrl-r')) return void output.write(BELL);
    // What was pasted before it was asked for was meant for something else, and may have to be given back as it is.
    const pressed = isAnswer && !isAhead ? pastedIntoAnswer(key) : key;
    take(press(state, pressed, hintFor(state)));
  };

  const onResize = () => {
    if (reading) resizing.begin(size().columns);
  };

  const close = () => {
    isClosed = true;
    finish({ type: 'end' });
    release?.();
  };

  const taker: KeyTaker = { onKey: pressKey, onRest: show, onCursor: resizing.report, onEnd: close };

  return {
    read(prompt, { initial = '', isAnswer = false } = {}) {
      return new Promise((resolve) => {
        if (isClosed) return resolve({ type: 'end' });
        const indent = stringWidth(sanitizeLine(prompt));
        const state = startState(isAnswer ? [] : history, initial, kills, indent);
        reading = { prompt, isAnswer, resolve, state };
        release ??= keyboard.hold(options.onInterrupt);
        output.on('resize', onResize);
        forgetJob = [job.onStop(stop), job.onContinue(goOn)];
        keyboard.take(taker);
      });
    },
    remember: keep,
    interrupt() {
      if (reading) {
        // No key made it: it is no part of a pair.
        reading.state = { ...reading.state, paired: false };
        pressKey({ type: 'key', name: 'ctrl-c' }, false);
        show();
      } else {
        keyboard.holdBack();
        options.onInterrupt();
      }
    },
    close,
  };
}
