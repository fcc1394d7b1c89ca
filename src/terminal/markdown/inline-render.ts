import type { Token } from 'markdown-it';
import { sanitizeLine } from '../sanitize.ts';
import { clickable, namesAddress, shownAddress } from './link-target.ts';
import type { Palette } from './palette.ts';
import { type Run, type Style, withSgr, withUrl } from './runs.ts';

export interface InlineLook {
  readonly palette: Palette;
  readonly hyperlinks: boolean;
}

interface OpenLink {
  readonly href: string;
  /** Where its runs begin. */
  readonly start: number;
}

/** Turns the tokens of one inline parse into runs that look like `base`, and more. */
export function renderInline(tokens: readonly Token[], base: Style, look: InlineLook): Run[] {
  const { palette } = look;
  const runs: Run[] = [];
  const outer: Style[] = [];
  const links: OpenLink[] = [];
  let style = base;

  // Entities have become characters: only now is it known what they are.
  const push = (text: string, as = style) => {
    runs.push({ text: sanitizeLine(text.includes('\t') ? text.replaceAll('\t', ' ') : text), style: as });
  };
  const open = (inner: Style, mark: string) => {
    if (!palette.colors) push(mark);
    outer.push(style);
    style = inner;
  };
  const close = (mark: string) => {
    style = outer.pop() ?? base;
    if (!palette.colors) push(mark);
  };
  const address = (href: string) => {
    const target = look.hyperlinks ? clickable(href) : '';
    push(' (');
    push(shownAddress(href), withUrl(withSgr(base, palette.faint), target));
    push(')');
  };

  for (const token of tokens) {
    switch (token.type) {
      case 'softbreak':
        push(' ');
        break;
      case 'hardbreak':
        runs.push({ text: '\n', style });
        break;
      case 'strong_open':
        open(withSgr(style, palette.strong), token.markup);
        break;
      case 'em_open':
        open(withSgr(style, palette.emphasis), token.markup);
        break;
      case 's_open':
        open(withSgr(style, palette.strike), token.markup);
        break;
      case 'strong_close':
      case 'em_close':
      case 's_close':
        close(token.markup);
        break;
      case 'link_open': {
        const href = String(token.attrGet('href') ?? '');
        links.push({ href, start: runs.length });
        const target = look.hyperlinks ? clickable(href) : '';
        open(withUrl(withSgr(style, palette.link), target), '');
        break;
      }
      case 'link_close': {
        close('');
        const link = links.pop();
        if (link === undefined) break;
        const text = runs.slice(link.start).map((run) => run.text);
        if (!namesAddress(text.join(''), link.href)) address(link.href);
        break;
      }
      case 'image': {
        const alt = renderInline(token.children ?? [], style, look);
        push('[image');
        if (alt.length > 0) runs.push({ text: ': ', style }, ...alt);
        push(']');
        address(String(token.attrGet('src') ?? ''));
        break;
      }
      case 'code_inline': {
        const mark = palette.colors ? '' : token.markup;
        push(mark + token.content + mark, withSgr(style, palette.code));
        break;
      }
      case 'math':
        // A formula may go over several lines.
        push(token.content.replaceAll('\n', ' '), withSgr(style, palette.math));
        break;
      case 'footnote_mark':
        push(token.content, withSgr(style, palette.faint));
        break;
      default:
        push(token.content);
    }
  }
  return runs;
}
