import type { Completion } from '../../terminal/line-editor/line-editor.ts';
import { SLASH_COMMANDS } from './slash-commands.ts';

/** The chat's commands that a line begins to name. */
function begunBy(text: string) {
  return /^\/[a-z]*$/.test(text) ? SLASH_COMMANDS.filter(({ name }) => name.startsWith(text.slice(1))) : [];
}

/** Tab: the commands that fit what stands before the cursor. */
export function completeCommand(text: string, cursor: number): Completion {
  const candidates = begunBy(text.slice(0, cursor)).map(({ name, argument, help }) => ({
    text: argument ? `/${name} ` : `/${name}`,
    label: `/${name}`,
    description: help,
  }));
  return { start: 0, candidates };
}

/** What would follow, shown dimmed: the rest of the first command that fits. */
export function hintCommand(text: string): string | undefined {
  if (text.length < 2) return undefined;
  return begunBy(text)[0]?.name.slice(text.length - 1);
}
