import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./answers/', import.meta.url);

/** Answers as models give them, by name. */
export const ANSWERS: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER).map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
);

/** `text` in chunks of these sizes, over and over. */
export function cut(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  for (let position = 0; position < text.length; ) {
    const size = sizes[chunks.length % sizes.length] ?? 1;
    chunks.push(text.slice(position, position + size));
    position += size;
  }
  return chunks;
}
