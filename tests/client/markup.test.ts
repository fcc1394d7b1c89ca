import { describe, expect, it } from 'vitest';
import { isPage, withoutMarkup } from '../../src/client/markup.ts';

describe('markup', () => {
  it.each([
    ['<!DOCTYPE html><html><head><title>502 Bad &amp; Gateway</title></head><body>x', '502 Bad & Gateway'],
    ['<html><style>p {}</style><h1>Bad</h1><p>Gateway</p><script>x < y</script></html>', 'Bad Gateway'],
    ['<html><title> </title><body>Bad', 'Bad'],
    ['<!--[if lt IE 7]> <html class="ie"> <![endif]--><title>Bad</title>', 'Bad'],
    ['<!-- never closed <title>Bad</title>', ''],
    ['<script>never closed', ''],
    ['upstream: <html><title>Bad</title></html>', 'upstream: Bad'],
    ['<Error><Code>Bad</Code></Error>', 'Bad'],
    ['<p>&lt;a&gt; &#66;&#x61;d &nbsp;&hellip;&#x110000;.', '<a> Bad .'],
  ])('is read as its reader sees it: %s', (markup, words) => {
    expect(withoutMarkup(markup).replace(/\s+/g, ' ').trim()).toBe(words);
  });

  it.each(['a < b && c > d', 'Use <model> and <|im_start|>', 'AT&amp;T', ''])('is not in %j', (text) => {
    expect(withoutMarkup(text)).toBe(text);
  });

  it.each(['<', '<!--', '<script>', '<script', '<title', '&', '&#', '<a '])(
    'made of nothing but %s is passed over once',
    (piece) => {
      const text = `<p>${piece.repeat(200_000)}`;
      expect(withoutMarkup(text).length).toBeLessThanOrEqual(text.length);
    },
  );

  it('is a page where the text begins with it', () => {
    expect(isPage('\uFEFF\n<html>')).toBe(true);
    expect(isPage('upstream: <html>')).toBe(false);
    expect(isPage('<think> so')).toBe(false);
  });
});
