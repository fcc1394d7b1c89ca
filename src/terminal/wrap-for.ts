/**
 * What breaks lines at words for the window of `stream`, as wide as it is then. Where that is no terminal they stay whole, and
 * nothing is loaded for it.
 */
export async function wrapFor(stream: NodeJS.WriteStream): Promise<(text: string) => string> {
  if (!stream.isTTY) return (text) => text;
  const { wrapLines } = await import('./wrap-words.ts');
  return (text) => wrapLines(text, stream.columns || 80);
}
