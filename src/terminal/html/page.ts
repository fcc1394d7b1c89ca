import { createHash } from 'node:crypto';
import { escapeHtml } from './escape.ts';
import { PAGE_STYLE } from './page-style.ts';
import { readable } from './readable.ts';

/**
 * A page of its own, in one file: its style is in it, and its policy lets a browser load and run nothing else. `title` is
 * text, `body` markup. No language is claimed: what was said may be in any.
 */
export function htmlPage({ title, body }: { readonly title: string; readonly body: string }): string {
  const hash = createHash('sha256').update(PAGE_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ai-chat">
<title>${escapeHtml(readable(title))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${body}</body>
</html>
`;
}
