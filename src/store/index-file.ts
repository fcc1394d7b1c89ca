import { replaceFile, sweepBeside } from './atomic-write.ts';
import {
  type FileSystem,
  hasCode,
  openPrivateFile,
  openToRead,
  readBytes,
  removeFile,
  writeBytes,
} from './file-system.ts';
import { decodeLine, encodeLine, type IndexEntry, type IndexLine, type LogState } from './index-line.ts';

/**
 * The index on disk: a log with a line for each save and each removal, read from its end. It is a cache, so that
 * whatever the operating system refuses only means that there is none.
 */
export interface IndexFile {
  /** What the last line says of the log; undefined when there is no log, or its last line is damaged. */
  state(): LogState | undefined;
  /** The log in pieces of whole lines, the last lines first. Throws what the operating system refuses: the rest would not be missed. */
  piecesFromEnd(): Generator<Buffer, void, undefined>;
  append(lines: readonly IndexLine[]): void;
  /** Puts a log in its place that has one line for each of `entries`, the last used one last. */
  rewrite(entries: readonly IndexEntry[], folder: number | null): void;
  remove(): void;
}

/** Enough for the conversations that `history` shows. */
const FIRST_PIECE_BYTES = 32 * 1024;
/** Enough for nearly every line. */
const LAST_LINE_BYTES = 1024;
const NEWLINE = 0x0a;

/** The index at `path`, which need not be there. */
export function createIndexFile(fs: FileSystem, path: string): IndexFile {
  function* piecesFromEnd(firstBytes = FIRST_PIECE_BYTES): Generator<Buffer, void, undefined> {
    // In the place of a pipe, which holds nothing, the next index is put.
    const fd = openToRead(fs, path);
    try {
      let end = fs.fstatSync(fd).size;
      for (let size = firstBytes; end > 0; size *= 4) {
        const start = Math.max(0, end - size);
        const bytes = readBytes(fs, fd, start, end - start);
        // Where the piece does not begin with the file, its first line began further up.
        const cut = start === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
        // A line longer than the piece is looked for again, in the next one.
        if (start > 0 && (cut === 0 || cut === bytes.length)) continue;
        yield bytes.subarray(cut);
        end = start + cut;
      }
    } finally {
      fs.closeSync(fd);
    }
  }

  function remove(): void {
    ignoringRefusals(() => removeFile(fs, path));
  }

  return {
    state: () =>
      ignoringRefusals(() => {
        for (const piece of piecesFromEnd(LAST_LINE_BYTES)) {
          if (piece.at(-1) !== NEWLINE) return undefined;
          return decodeLine(piece.toString('utf8', piece.lastIndexOf(NEWLINE, piece.length - 2) + 1))?.log;
        }
        return undefined;
      }),
    piecesFromEnd: () => piecesFromEnd(),
    append(lines) {
      ignoringRefusals(() => {
        const fd = openPrivateFile(fs, path, 'a');
        try {
          writeBytes(fs, fd, Buffer.from(lines.map(encodeLine).join('')));
        } finally {
          fs.closeSync(fd);
        }
      });
    },
    rewrite(entries, folder) {
      if (entries.length === 0) return remove();
      const count = entries.length;
      let latest = '';
      const lines = entries.map((entry, n) => {
        if (entry.summary.updatedAt > latest) latest = entry.summary.updatedAt;
        return encodeLine({
          id: entry.summary.id,
          entry,
          log: { count, lines: n + 1, latest, folder: n === count - 1 ? folder : null },
        });
      });
      ignoringRefusals(() => {
        sweepBeside(fs, path);
        replaceFile(fs, { path, bytes: Buffer.from(lines.join('')), flush: false });
      });
    },
    remove,
  };
}

function ignoringRefusals<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (hasCode(error)) return undefined;
    throw error;
  }
}
