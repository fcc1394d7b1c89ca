import type { Theme } from './theme.ts';

/**
 * How each part of an answer looks: parameters of ECMA-48's Select Graphic Rendition, `''` for plain. Only the 16
 * colours that every terminal has and its user chose: they fit the user's own background.
 */
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

interface CodeColors {
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  readonly attribute: string;
}

/** Yellow and the bright colours can't be read on white, dark blue not on black. */
const CODE_COLORS: Readonly<Record<Theme, CodeColors>> = {
  dark: {
    keyword: '95',
    string: '32',
    number: '33',
    name: '94',
    type: '96',
    comment: '90',
    attribute: '36',
  },
  light: {
    keyword: '35',
    string: '32',
    number: '31',
    name: '34',
    type: '36',
    comment: '90',
    attribute: '36',
  },
};

export function createPalette(theme: Theme, colors: boolean): Palette {
  if (!colors) return PLAIN;
  const { name, attribute, keyword } = CODE_COLORS[theme];
  return {
    colors,
    heading: `1;${keyword}`,
    strong: '1',
    emphasis: '3',
    strike: '9',
    code: attribute,
    math: attribute,
    link: `4;${name}`,
    faint: '2',
    marker: name,
    scopes: scopeColors(CODE_COLORS[theme]),
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
      addition: color.string,
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
      deletion: '31',
      strong: '1',
      emphasis: '3',
    }),
  );
}
