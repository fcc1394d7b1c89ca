import type { MarkdownIt, StateCore, Token } from 'markdown-it';

const BOX = /^\[([ xX])\]\s+/;

/** Makes boxes of `[ ]` and `[x]` where they begin an item. */
export function addTaskLists({ core }: MarkdownIt): void {
  core.ruler.push('task_list', tasks);
}

function tasks(state: StateCore): void {
  for (const [index, item] of state.tokens.entries()) {
    const [paragraph, inline] = state.tokens.slice(index + 1, index + 3);
    if (item.type !== 'list_item_open' || paragraph?.type !== 'paragraph_open') continue;
    const [first] = inline?.children ?? [];
    const box = first?.type === 'text' ? BOX.exec(first.content) : null;
    if (!first || !box) continue;
    item.attrJoin('class', 'task');
    first.content = first.content.slice(box[0].length);
    inline?.children?.unshift(boxOf(state, box[1] !== ' '));
  }
}

function boxOf({ Token }: StateCore, isDone: boolean): Token {
  const token = new Token('task_box', 'input', 0);
  token.meta = { isDone };
  return token;
}
