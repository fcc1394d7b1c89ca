/** Marks of blocks, and what stands around them: a line of nothing else may still become anything. */
const MARKS_ONLY = /^[\s>*+\-#`~=|:$\\[\]<_0-9.()!]*$/;
const CONTAINER_MARKS = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*[ \t]*/;
/** A fence, a formula or a table: only the whole line tells. */
const TAKES_WHOLE_LINE = /^(?:```|~~~|\$\$|\\\[|\||\[[^\]]*\]:)/;
/** A bracket may begin a task, a definition or a link. */
const OPEN_BRACKET = /^\[(?:[^\]]*\]?|[ xX]\][ \t]*)$/;
/** Longer than anything that is more than text. */
const LONGEST = 1000;

/**
 * Whether the beginning of a line tells what kind of block the line belongs to: `yes`; `not yet`, ask again when
 * there is more; `at its end`, only the whole line will.
 */
export function tellsBlock(head: string): 'yes' | 'not yet' | 'at its end' {
  if (head.length >= LONGEST) return 'yes';
  if (MARKS_ONLY.test(head)) return 'not yet';
  const content = head.replace(CONTAINER_MARKS, '');
  if (TAKES_WHOLE_LINE.test(content)) return 'at its end';
  return OPEN_BRACKET.test(content) ? 'not yet' : 'yes';
}

const MAY_CLOSE_FENCE = /^[\s>]*(?:`+|~+)?[ \t]*$/;

/** Whether the beginning of a line in a fenced block tells that it is code. */
export function tellsCode(head: string): boolean {
  return head.length >= LONGEST || !MAY_CLOSE_FENCE.test(head);
}
