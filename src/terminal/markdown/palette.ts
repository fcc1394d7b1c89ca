import { type CodeColors, codeColors } from './code-colors.ts';
import type { Theme } from './theme.ts';

/** How each part of an answer looks: parameters of ECMA-48's Select Graphic Rendition, `''` for plain. */
export interface Palette {
  /** False: no SGR at all; then marks such as `**` and `#` stay, because nothing else tells what they told. */
  readonly colors: boolean;
  readonly heading: string;
  readonly strong: string;
  readonly emphasis: string;
  readonly strike: string;
  readonly code: string;
  readonly math: string;
  readonly link: string;
  /** Addresses behind link texts, footnote marks, frames of tables and quotes: what is not to catch the eye. */
  readonly faint: string;
  readonly marker: string;
  /** Colours of code, by the first part of highlight.js's scope names (its stylesheet classes). */
  readonly scopes: ReadonlyMap<string, string>;
}

export function createPalette(theme: Theme, depth: 16 | 256, colors: boolean): Palette {
  if (!colors) return PLAIN;
  const color = codeColors(theme, depth);
  return {
    colors,
    heading: `1;${color.keyword}`,
    strong: '1',
    emphasis: '3',
    strike: '9',
    code: color.attribute,
    math: color.attribute,
    link: `4;${color.name}`,
    faint: color.faint,
    marker: color.name,
    scopes: scopeColors(color),
  };
}

const PLAIN: Palette = {
  colors: false,
  heading: '',
  strong: '',
  emphasis: '',
  strike: '',
  code: '',
  math: '',
  link: '',
  faint: '',
  marker: '',
  scopes: new Map(),
};

/** The scopes: https://highlightjs.readthedocs.io/en/latest/css-classes-reference.html */
function scopeColors(color: CodeColors): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      keyword: color.keyword,
      'selector-tag': color.keyword,
      meta: color.keyword,
      string: color.string,
      regexp: color.string,
      'char.escape': color.number,
      addition: color.addition,
      code: color.string,
      formula: color.string,
      number: color.number,
      literal: color.number,
      symbol: color.number,
      bullet: color.number,
      link: color.number,
      title: color.name,
      section: color.name,
      name: color.name,
      'selector-id': color.name,
      'selector-class': color.name,
      built_in: color.type,
      type: color.type,
      class: color.type,
      'template-tag': color.keyword,
      attr: color.attribute,
      attribute: color.attribute,
      property: color.attribute,
      variable: color.attribute,
      'template-variable': color.attribute,
      params: '',
      comment: color.comment,
      quote: color.comment,
      doctag: color.keyword,
      deletion: color.deletion,
      strong: '1',
      emphasis: '3',
    }),
  );
}
