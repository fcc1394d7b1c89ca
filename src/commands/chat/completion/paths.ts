import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fuzzyFind } from '../../../terminal/fuzzy.ts';
import type { Candidate } from '../../../terminal/line-editor/line-editor.ts';
import { type PathWorld, writtenPath } from '../named-path.ts';

/** As many as anybody looks through. */
const MOST = 500;

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * The files that `typed`, as {@link writtenPath} reads it, may become: those whose names begin so; only where none
 * does, those that hold its letters. Folders end in a separator; hidden files are offered to who begins with a dot.
 */
export async function pathCandidates(typed: string, world: PathWorld): Promise<readonly Candidate[]> {
  if (typed === '~') return [{ text: '~/' }];
  const path = writtenPath(typed, world);
  const separators = world.platform === 'win32' ? /[/\\]/g : /\//g;
  const nameStart = [...path.matchAll(separators)].reduce((_, { index }) => index + 1, 0);
  const begun = path.slice(nameStart);
  const separator = path.charAt(nameStart - 1) || '/';
  const entries = await entriesOf(resolve(world.cwd, path.slice(0, nameStart)));
  const visible = entries.filter(({ name }) => name.startsWith('.') === begun.startsWith('.'));
  // What stands before the name stays as it was written, `~` for instance.
  const before = typed.slice(0, Math.max(0, typed.lastIndexOf(separator) + (nameStart > 0 ? 1 : 0)));
  return named(begun, visible)
    .slice(0, MOST)
    .map(({ name, isFolder }) => {
      const label = isFolder ? `${name}${separator}` : name;
      return { text: written(before, label, path.slice(0, nameStart) + label, world), label };
    });
}

function named(begun: string, entries: readonly Entry[]): readonly Entry[] {
  const lower = begun.toLowerCase();
  const exact = entries.filter(({ name }) => name.startsWith(begun));
  if (exact.length > 0) return exact;
  const beginning = entries.filter(({ name }) => name.toLowerCase().startsWith(lower));
  return beginning.length > 0 ? beginning : fuzzyFind(begun, entries, ({ name }) => [name]);
}

/** A folder that can't be read holds nothing to offer. */
async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const entries = await Promise.all(
    found.map(async (entry) => ({
      name: entry.name,
      isFolder: entry.isSymbolicLink() ? await leadsToFolder(join(folder, entry.name)) : entry.isDirectory(),
    })),
  );
  return entries.sort((a, b) => a.name.localeCompare(b.name));
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

/** The path in the way it was begun; in quotes where it would be read as something else. */
function written(before: string, label: string, path: string, world: PathWorld): string {
  const text = before + label;
  if (writtenPath(text, world) === path && text.trim() === text) return text;
  return path.includes('"') ? `'${path}` : `"${path}`;
}
