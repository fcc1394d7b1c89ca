import type xterm from '@xterm/headless';

/**
 * How often `terminal` was cleared from its first character on. tmux keeps a screen that this is done to, and what was to be
 * written over stands twice in what it can scroll back to; xterm.js does not.
 */
export function clearedScreens(terminal: xterm.Terminal): () => number {
  let count = 0;
  terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => {
    const { cursorX, cursorY } = terminal.buffer.active;
    if (how === 0 && cursorX === 0 && cursorY === 0) count += 1;
    return false;
  });
  return () => count;
}
