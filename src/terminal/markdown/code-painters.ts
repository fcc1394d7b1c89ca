import type { PaintLine } from './code.ts';
import { type Language, languageNamed } from './languages.ts';
import type { Palette } from './palette.ts';

const plain: PaintLine = (line) => line;

/** Painters of code, by what stands behind a fence. The highlighter is loaded with the first language that is met. */
export class CodePainters {
  readonly #palette: Palette;
  readonly #loaded = new Map<Language, () => PaintLine>();

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  /** A painter for one block of code; undefined: the language has to be loaded before. */
  open(name: string): PaintLine | undefined {
    const language = this.#palette.colors ? languageNamed(name) : undefined;
    return language === undefined ? plain : this.#loaded.get(language)?.();
  }

  /** Loads the language; where that fails, its code stays plain. */
  async load(name: string): Promise<void> {
    const language = languageNamed(name);
    if (language === undefined) return;
    try {
      const { createHighlighter } = await import('./highlight.ts');
      this.#loaded.set(language, await createHighlighter(language, this.#palette));
    } catch {
      this.#loaded.set(language, () => plain);
    }
  }
}
