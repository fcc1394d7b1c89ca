/**
 * The page's style: a column that is easy to read, the reader's own fonts, light or dark as the reader's system
 * is, and black on white on paper. The colours of code are highlight.js's scopes.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --card: #ffffff; --text: #24211d; --soft: #6d675f; --line: #e4dfd7;
  --accent: #0f6e6e; --asked: #eef4f2; --code: #f5f2ec; --mark: #8a5a00; --mark-bg: #fdf3dc;
  --c-comment: #78716a; --c-keyword: #8a3ffc; --c-string: #1a6f37; --c-number: #b3421b; --c-name: #0b5cad;
  --c-type: #0f6e6e; --c-add: #1a6f37; --c-del: #b42318;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #17181a; --card: #1e2022; --text: #e6e3dd; --soft: #a29c93; --line: #33363a;
    --accent: #6ec8c0; --asked: #1f2a2a; --code: #212427; --mark: #f0c674; --mark-bg: #33290f;
    --c-comment: #948d83; --c-keyword: #c8a6ff; --c-string: #98d19a; --c-number: #f2a97e; --c-name: #86bdf7;
    --c-type: #7fd0c8; --c-add: #98d19a; --c-del: #f29b93;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 50rem; padding: 3rem 1.5rem 4rem; background: var(--page); color: var(--text);
  font: 1.0625rem/1.65 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
code, pre, kbd { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
header { border-bottom: 1px solid var(--line); padding-bottom: 1.25rem; margin-bottom: 2.25rem; }
header h1 { font-size: 1.85rem; line-height: 1.25; margin: 0 0 .6rem; letter-spacing: -.015em; text-wrap: balance; }
.facts { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; margin: 0; padding: 0; list-style: none; color: var(--soft); font-size: .9rem; }
.exchange { margin: 0 0 2.75rem; }
.by { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; margin: 0 0 .4rem; font-size: .85rem; color: var(--soft); }
.by b { color: var(--accent); font-weight: 650; letter-spacing: .01em; }
.question { background: var(--asked); border-radius: .8rem; padding: .9rem 1.2rem 1rem; margin-bottom: 1.5rem; }
.answer { margin: 0 0 1.75rem; }
.question > :last-child, .answer > :last-child, details > :last-child, li > :last-child, blockquote > :last-child { margin-bottom: 0; }
.typed, .plain { white-space: pre-wrap; }
p, ul, ol, pre, blockquote, .wide, details { margin: 0 0 1rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.3; margin: 1.9rem 0 .7rem; letter-spacing: -.01em; }
.answer h1 { font-size: 1.5rem; } .answer h2 { font-size: 1.3rem; } .answer h3 { font-size: 1.12rem; }
.answer h4, .answer h5, .answer h6 { font-size: 1rem; }
.by + h1, .by + h2, .by + h3 { margin-top: .6rem; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
ul, ol { padding-inline-start: 1.6rem; }
li { margin: .25rem 0; } li > p { margin-bottom: .5rem; }
li.task { list-style: none; } li.task > input, li.task > p > input { margin-inline: -1.25rem .45rem; accent-color: var(--accent); }
blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 1rem; margin-inline: 0; color: var(--soft); }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
code { font-size: .875em; background: var(--code); border-radius: .3rem; padding: .12em .35em; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
pre { position: relative; background: var(--code); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1.1rem; overflow-x: auto; line-height: 1.5; font-size: .875rem; tab-size: 4; }
pre code { font-size: inherit; background: none; padding: 0; overflow-wrap: normal; }
.question pre { background: var(--card); }
pre.plain { overflow-wrap: anywhere; }
pre[data-language] { padding-top: 2rem; }
pre[data-language]::before { content: attr(data-language); position: absolute; inset: .45rem 1.1rem auto; font: .75rem/1.4 ui-sans-serif, system-ui, sans-serif; color: var(--soft); letter-spacing: .03em; }
.math { color: var(--c-type); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; font-size: .95rem; line-height: 1.5; }
th, td { max-width: 24rem; padding: .45rem .8rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: break-word; }
td :is(.bare, .address) { overflow-wrap: anywhere; }
th { border-bottom-width: 2px; font-weight: 650; }
tbody tr:last-child td { border-bottom: 0; }
.left { text-align: left; } .center { text-align: center; } .right { text-align: right; font-variant-numeric: tabular-nums; }
.address { color: var(--soft); font-size: .9em; }
.image::before { content: "\\1F5BC\\FE0E\\A0"; }
sup { line-height: 0; font-size: .75em; }
.note { text-decoration: none; padding-inline: .1em; }
.footnote { display: flex; gap: .6rem; font-size: .9rem; color: var(--soft); margin-bottom: .5rem; scroll-margin-top: 1rem; }
.footnote > div { min-width: 0; } .footnote > .number { flex: none; } .footnote p { margin-bottom: .4rem; }
.footnote:target { background: var(--mark-bg); border-radius: .3rem; }
details { border: 1px solid var(--line); border-radius: .6rem; padding: .55rem 1rem; color: var(--soft); font-size: .95rem; }
details[open] > summary { margin-bottom: .7rem; }
summary { cursor: pointer; font-size: .9rem; }
.mark { display: inline-block; background: var(--mark-bg); color: var(--mark); border-radius: .4rem; padding: .15rem .65rem; font-size: .875rem; }
footer { border-top: 1px solid var(--line); padding-top: 1rem; color: var(--soft); font-size: .85rem; }
.hljs-comment, .hljs-quote { color: var(--c-comment); font-style: italic; }
.hljs-keyword, .hljs-selector-tag, .hljs-doctag, .hljs-section, .hljs-meta .hljs-keyword { color: var(--c-keyword); }
.hljs-string, .hljs-regexp, .hljs-char, .hljs-link, .hljs-meta .hljs-string { color: var(--c-string); }
.hljs-number, .hljs-literal, .hljs-symbol, .hljs-bullet { color: var(--c-number); }
.hljs-title, .hljs-name, .hljs-selector-id, .hljs-selector-class { color: var(--c-name); }
.hljs-type, .hljs-built_in, .hljs-attr, .hljs-attribute, .hljs-variable, .hljs-template-variable, .hljs-selector-attr, .hljs-selector-pseudo, .hljs-property, .hljs-meta { color: var(--c-type); }
.hljs-subst { color: var(--text); }
.hljs-addition { color: var(--c-add); } .hljs-deletion { color: var(--c-del); }
.hljs-emphasis { font-style: italic; } .hljs-strong { font-weight: 700; }
@media (max-width: 36rem) {
  body { padding: 1.5rem 1rem 2.5rem; font-size: 1rem; }
  header h1 { font-size: 1.45rem; }
  .question { padding: .75rem .9rem .85rem; }
  pre { padding: .75rem .85rem; font-size: .8125rem; }
  pre[data-language]::before { inset-inline: .85rem; }
  ul, ol { padding-inline-start: 1.3rem; }
  /* Squeezed into the window, a wide table would be columns of single words. */
  table:has(tr > :nth-child(3)) { width: max-content; }
  th, td { max-width: 13rem; padding: .4rem .6rem; }
  table:not(:has(tr > :nth-child(3))) :is(th, td) { max-width: none; }
}
/* Of few columns, each may have the room that the others leave. */
@media screen and (width > 36rem) {
  table:not(:has(tr > :nth-child(4))) :is(th, td) { max-width: none; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --accent: #000; --asked: #fff; --code: #fff;
    --mark: #000; --mark-bg: #fff; --c-comment: #555; --c-keyword: #5b21b6; --c-string: #14532d; --c-number: #7c2d12;
    --c-name: #1e3a8a; --c-type: #134e4a; --c-add: #14532d; --c-del: #7f1d1d;
  }
  body { max-width: none; padding: 0; font-size: 10.5pt; orphans: 3; widows: 3; }
  .question { border: 1px solid var(--line); }
  .by, h1, h2, h3, h4, h5, h6, summary { break-after: avoid; }
  tr, .mark { break-inside: avoid; }
  /* Nobody can scroll paper, and what can be scrolled is cut between pages through the midst of a line. */
  pre, .wide { overflow: visible; }
  /* So short a block is not broken: each part would need this many lines. */
  pre { white-space: pre-wrap; overflow-wrap: anywhere; orphans: 8; widows: 8; }
  pre code { overflow-wrap: anywhere; }
  table { width: auto; font-size: .85em; }
  th, td { max-width: none; padding: .3rem .5rem; } td a, td code { overflow-wrap: anywhere; }
  .mark { border: 1px solid var(--line); }
  summary { list-style: none; } summary::-webkit-details-marker { display: none; }
  details::details-content { content-visibility: visible; display: block; }
  a[href]:not(.bare, .note)::after { content: " (" attr(href) ")"; font-size: .85em; color: var(--soft); }
}
`;
