import Markdown from 'markdown-it';

/** Text of Chinese, Japanese and Korean, with their punctuation and full-width forms. */
const CJK = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;
const SPACE = /^\s?$/;

/** Something that was opened in a text and not closed, so that text to come may change what it means. */
export interface Opening {
  /** Where in the source. */
  readonly position: number;
  /** What would close it; `''` where nothing short does. */
  readonly closer: string;
}

/** A part of the source; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** markdown-it's state of one inline parse, which also notes what stayed open; emphasis is in its `delimiters`. */
export class InlineState extends Markdown.StateInline {
  readonly openings: Opening[] = [];
  /** Brackets that are text, unless what is open between them takes the closing one away. */
  readonly brackets: Span[] = [];

  /**
   * Emphasis also begins and ends beside Chinese, Japanese and Korean characters, where CommonMark wants a space
   * that these scripts don't have: `**注意：**请` (https://github.com/tats-u/markdown-cjk-friendly).
   */
  override scanDelims(start: number, canSplitWord: boolean) {
    const scanned = super.scanDelims(start, canSplitWord);
    const before = this.src.charAt(start - 1);
    const after = this.src.charAt(start + scanned.length);
    if (!canSplitWord || !(CJK.test(before) || CJK.test(after))) return scanned;
    return { ...scanned, can_open: !SPACE.test(after), can_close: !SPACE.test(before) };
  }
}
