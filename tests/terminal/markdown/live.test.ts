import { describe, expect, it } from 'vitest';
import { Emulator } from './emulator.ts';
import { MARKED } from './marked.ts';

const marksIn = (text: string) => text.match(/[*_~`$\\]/g)?.length ?? 0;

describe('an answer while it comes', () => {
  it.each([
    ...MARKED,
    'Of x**bold* and  more *or less, so much。** it x',
    'Many *a, *b, *c, *d, *e, *f, *g and *h x',
    '。*a *e',
  ])('shows no mark that has not come: %s', async (text) => {
    const emulator = new Emulator(60, 12);
    const stream = emulator.stream();
    let written = '';
    for (const character of text) {
      stream.write(character);
      written += character;
      const shown = (await emulator.rows()).join('');
      expect(marksIn(shown), written).toBeLessThanOrEqual(marksIn(written));
      // A longer text may be held back.
      if (/[a-z]/.test(character) && written.length < 64) expect(shown, written).toMatch(/[a-z]$/);
    }
  });

  it('is bold behind each space, before the end of what is bold has come', async () => {
    const emulator = new Emulator(60, 12);
    const stream = emulator.stream();
    for (const character of 'So **bold text here') stream.write(character);
    const [row = ''] = (await emulator.looks()).map((look) => look.replace(/<[^>]+>/g, '<>'));
    expect(row.replace(/ (?:<>)?/g, ' ')).toBe(`So ${'bold text here'.replace(/\S/g, '$&<>')}`);
  });

  it('takes marks for text where there are many', async () => {
    const emulator = new Emulator(60, 12);
    emulator.stream().write('Many *a, *b, *c, *d, *e, *f, *g');
    expect(await emulator.rows()).toEqual(['Many *a, *b, *c, *d, *e, *f, *g']);
  });

  it.each([
    ['It costs $5 million a year', 'It costs $5 million a year'],
    ['Set $PATH in your profile and', 'Set $PATH in your profile and'],
    ['Costs $20 or **$30** for *two', 'Costs $20 or $30 for two'],
    ['All of $HOME/*.ts', 'All of $HOME/*.ts'],
    ['Of $\\mathbf{x}_{1} + \\mathbf{y}_{2', 'Of $\\mathbf{x}_{1} + \\mathbf{y}_{2'],
    ['So \\( \\mathbf{x}_{1', 'So \\( \\mathbf{x}_{1'],
  ])('tells formulas from prices and variables: %s', async (text, shown) => {
    const emulator = new Emulator(60, 12);
    const stream = emulator.stream();
    for (const character of text) stream.write(character);
    expect(await emulator.rows()).toEqual([shown]);
    const isFormula = text.includes('mathbf');
    const colored = (await emulator.looks()).join('').match(/[a-z]<[1-9]\d*00000>/g) ?? [];
    expect(colored.length > 0).toBe(isFormula);
  });
});
