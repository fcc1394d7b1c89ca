import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from './table.ts';

/** What `.env` gives: the variables of the table that are set in it, by name. Empty ones count as unset. */
export type DotenvValues = Readonly<Partial<Record<string, string>>>;

/** Bytes. Whoever has more in a `.env` means something else by it. */
const LARGEST = 1024 * 1024;

/**
 * Reads `.env` in `folder`, and there alone. It may be anybody's: nothing but the table's names is taken from it,
 * nothing enters the process's environment, and what is no readable text is passed over with a warning.
 */
export async function readDotenv(folder: string, warn: (message: string) => void): Promise<DotenvValues> {
  const path = join(folder, '.env');
  const text = readText(path, (why) => warn(`${path} is not read: ${why}`));
  if (text === undefined) return {};
  const { default: dotenv } = await import('dotenv');
  // For each line break dotenv's expression looks through all the white space behind it: 40 KB of line breaks take
  // it 2 s, 1 MB half an hour (measured, dotenv 17.4). No value needs so much of it in a row.
  const parsed = dotenv.parse(text.replace(/\s{50,}/g, '\n'));
  const values: Record<string, string> = {};
  for (const { env } of Object.values(SETTINGS)) {
    const value = env === null ? undefined : parsed[env];
    if (env !== null && value?.trim()) values[env] = value;
  }
  return values;
}

/** The file's text, or undefined when there is none; `refuse` hears why a file that is there is not read. */
function readText(path: string, refuse: (why: string) => void): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    // A folder called .env is a Python environment, and nobody's mistake.
    if (stats === undefined || stats.isDirectory()) return undefined;
    if (!stats.isFile()) refuse('it is no regular file');
    else if (stats.size > LARGEST) refuse('it is larger than 1 MB');
    else {
      const bytes = readFileSync(path);
      if (isUtf8(bytes)) return bytes.toString().replace(/^\uFEFF/, '');
      refuse('it is not UTF-8');
    }
  } catch (error) {
    refuse((error as NodeJS.ErrnoException).code ?? String(error));
  }
  return undefined;
}
