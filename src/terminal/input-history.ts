import { appendFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The messages that were typed, kept across invocations for Up, Down and Ctrl-R. */
export interface InputHistory {
  /** The last messages, oldest first. */
  load(): Promise<string[]>;
  /** Adds a message, unless it is the same as the one before. */
  append(text: string): Promise<void>;
  /** Deletes them all. */
  clear(): Promise<void>;
}

const FILE_NAME = 'input-history.jsonl';
/** How many messages are loaded, and remain when the file is shortened. */
const KEPT = 1000;
/** Lines from which on the file is shortened. */
const MOST = 2000;
/** Characters: a longer message, a pasted book, would make every start slow; it is in its conversation anyway. */
const LONGEST = 65_536;

/**
 * Kept in `dir` as one JSON string a line, readable by the user alone. What cannot be read or written is told to
 * `onProblem` once; the chat goes on without.
 */
export function createInputHistory({
  dir,
  onProblem,
}: {
  readonly dir: string;
  readonly onProblem: (message: string) => void;
}): InputHistory {
  const path = join(dir, FILE_NAME);
  let last: string | undefined;
  /** A line that a crash cut short must not swallow the next one. */
  let lead = '';
  let isBroken = false;

  const attempt = async (action: () => Promise<void>) => {
    if (isBroken) return;
    try {
      await action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      isBroken = true;
      onProblem(`the input history is not kept: ${(error as Error).message}`);
    }
  };

  return {
    async load() {
      let messages: string[] = [];
      await attempt(async () => {
        // A pipe or a device may never end.
        const stats = await stat(path);
        if (!stats.isFile() && !stats.isDirectory()) throw new Error(`${path} is no regular file`);
        const content = await readFile(path, 'utf8');
        const lines = content.split('\n').filter((line) => line !== '');
        messages = lines.slice(-KEPT).flatMap(messageOf);
        lead = content === '' || content.endsWith('\n') ? '' : '\n';
        if (lines.length > MOST) await replace(path, Buffer.byteLength(content), messages);
      });
      last = messages.at(-1);
      return messages;
    },
    async append(text) {
      if (text === last || text.length > LONGEST) return;
      await attempt(async () => {
        await makeFolder(dir);
        await appendFile(path, `${lead}${JSON.stringify(text)}\n`, { mode: 0o600 });
        last = text;
        lead = '';
      });
    },
    async clear() {
      last = undefined;
      await attempt(() => rm(path, { force: true }));
    },
  };
}

/**
 * Where more than two levels are missing, the conversation's first save makes them. Node's own `recursive` never comes
 * back where a folder can't be made though its parent is there, as in /proc.
 */
async function makeFolder(path: string): Promise<void> {
  for (const folder of [dirname(path), path]) {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** A damaged line is passed over. */
function messageOf(line: string): string[] {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'string' ? [message] : [];
  } catch {
    return [];
  }
}

/** Puts `messages` in the file's place, unless another process has added to it meanwhile: it is shortened next time. */
async function replace(path: string, knownSize: number, messages: readonly string[]): Promise<void> {
  const beside = join(dirname(path), `.${FILE_NAME}.${Math.random().toString(36).slice(2)}`);
  try {
    await writeFile(beside, messages.map((message) => `${JSON.stringify(message)}\n`).join(''), {
      mode: 0o600,
    });
    const file = await open(beside);
    await file.sync().finally(() => file.close());
    if ((await stat(path)).size === knownSize) await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}
