import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

/** Longest wait for one prompt, in ms. */
const TIME_LIMIT = 30_000;

/**
 * Runs a program in a pseudo-terminal and types at it, each line once the cursor stands behind its prompt.
 *
 * @param {object} session
 * @param {string} session.file the program
 * @param {string[]} session.args
 * @param {string} session.cwd
 * @param {Record<string, string>} session.env
 * @param {number} session.columns
 * @param {number} session.rows
 * @param {{ prompt: string, type: string }[]} session.steps what to wait for at the left of the cursor, and what to type then
 * @param {string} session.end the prompt that ends the session
 * @returns {Promise<import('@xterm/headless').Terminal>} the screen at that moment
 */
export async function play({ file, args, cwd, env, columns, rows, steps, end }) {
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(file, args, { name: env.TERM, cols: columns, rows, cwd, env });
  let look = () => {};
  child.onData((data) => screen.write(data, () => look()));
  screen.onData((reply) => child.write(reply));

  const cursorRow = () => screen.buffer.active.baseY + screen.buffer.active.cursorY;
  const beforeCursor = () =>
    screen.buffer.active.getLine(cursorRow())?.translateToString(false, 0, screen.buffer.active.cursorX) ??
    '';
  let typedIn = -1;

  const prompted = (prompt) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no "${prompt}" came:\n${textOf(screen)}`)),
        TIME_LIMIT,
      );
      look = () => {
        // The line just typed at still shows its prompt until it is echoed.
        if (cursorRow() === typedIn || beforeCursor() !== prompt) return;
        clearTimeout(timer);
        resolve(undefined);
      };
      look();
    });

  try {
    for (const { prompt, type } of steps) {
      await prompted(prompt);
      typedIn = cursorRow();
      child.write(`${type}\r`);
    }
    await prompted(end);
    return screen;
  } finally {
    child.kill();
  }
}

function textOf(screen) {
  const { active } = screen.buffer;
  return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true)).join(
    '\n',
  );
}
