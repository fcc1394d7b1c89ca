import type { Stats } from 'node:fs';
import { join, sep } from 'node:path';
import type { Conversation } from '../conversation/types.ts';
import { isTemporaryName, replaceFile } from './atomic-write.ts';
import { createCodec } from './codec.ts';
import {
  type FileSystem,
  flawOf,
  hasCode,
  namesIn,
  openToRead,
  readBytes,
  reasonOf,
  removeUnlessFolder,
} from './file-system.ts';
import type { Decoded } from './format.ts';

/** The folder's name, under the config dir. Its lock is the one of the whole store: names are unique in it, and its index has one end. */
export const CONVERSATIONS = 'conversations';

/** What tells one state of a file from another, without reading it. */
export interface FileStamp {
  readonly mtimeMs: number;
  /** Bytes. */
  readonly size: number;
}

/** What became of reading a conversation. */
export type Reading =
  | Decoded
  | { readonly kind: 'missing' }
  /** The operating system refused: `reason` says why, in words. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The folder that holds a file for each conversation. All of it throws what the operating system refuses. */
export interface ConversationFolder {
  readonly path: string;
  pathOf(id: string): string;
  /** When something was last added, replaced or removed, in ms since 1970; undefined when there is no folder. */
  modifiedAt(): number | undefined;
  /**
   * What is in it: conversations, the temporary files of writers, which are left over when none is at work, and damaged files
   * that were moved aside, those that were not recovered yet and those that were.
   */
  list(): {
    readonly ids: readonly string[];
    readonly temporaries: readonly string[];
    readonly movedAside: readonly string[];
    readonly recovered: readonly string[];
  };
  stamp(id: string): FileStamp | undefined;
  /** A file that has not changed since it was last read or written is not read again. */
  read(id: string): Reading;
  /** The file as it is, until the next call; undefined when there is none that can be read. For who looks at many. */
  peek(id: string): Buffer | undefined;
  write(conversation: Conversation, confirm: () => void): FileStamp;
  /** False when it was not there, or is a folder: that one is left. */
  remove(id: string): boolean;
  /** Gives a damaged file a name that says so, and gives back its new path. */
  moveAside(id: string): string;
  /** Does the same to the temporary file of a writer of `id` that was killed. */
  moveTemporaryAside(temporary: string, id: string): string;
  /** Removes files that are no conversations, leaves folders, and gives back how many went. Under the lock alone: then nobody is at work on a temporary one. */
  sweep(names: readonly string[]): number;
}

/**
 * An id is a file's name. Letters, digits, dashes and underscores can't lead out of the folder; a dash in front would look like a flag.
 */
export function isId(text: string): boolean {
  return /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/.test(text) && !WINDOWS_DEVICE.test(text);
}

const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const FIRST_PAGE_BYTES = 64 * 1024;
const EXTENSION = '.json';
const DAMAGED_ASIDE = /\.json\.damaged-\d+(-\d+)?$/;
const RECOVERED_ASIDE = /\.json\.recovered-\d+(-\d+)?$/;

/** The folder at `path`, which need not be there; `now` gives ms since 1970. */
export function createConversationFolder(
  fs: FileSystem,
  path: string,
  now: () => number,
): ConversationFolder {
  let page: Buffer | undefined;
  let last: { readonly id: string; readonly stats: Stats; readonly conversation: Conversation } | undefined;
  const codec = createCodec();
  const pathOf = (id: string) => `${path}${sep}${id}${EXTENSION}`;

  /** Keeps one conversation at hand: who reads one means to write it, or has just done so. */
  function remember(id: string, stats: Stats, decoded: Decoded): Decoded {
    if (decoded.kind === 'ok') last = { id, stats, conversation: decoded.conversation };
    return decoded;
  }

  function opening<T>(id: string, use: (fd: number) => T): T {
    const fd = openToRead(fs, pathOf(id));
    try {
      return use(fd);
    } finally {
      fs.closeSync(fd);
    }
  }

  function readOpen(id: string, fd: number): Reading {
    const stats = fs.fstatSync(fd);
    if (last?.id === id && isSame(last.stats, stats)) return { kind: 'ok', conversation: last.conversation };
    const flaw = flawOf(stats);
    if (flaw !== undefined) return { kind: 'unreadable', reason: flaw };
    const time = () => new Date(stats.mtimeMs).toISOString();
    return remember(id, stats, codec.decode(readBytes(fs, fd, 0, stats.size), { id, time }));
  }

  function peekOpen(fd: number): Buffer {
    page ??= Buffer.allocUnsafe(FIRST_PAGE_BYTES);
    for (let length = 0; ; ) {
      if (length === page.length) page = Buffer.concat([page], page.length * 2);
      const room = page.length - length;
      const count = fs.readSync(fd, page, length, room, null);
      length += count;
      // Less than there was room for: its end, or a pipe. To ask again takes a tenth of a search.
      if (count < room) return page.subarray(0, length);
    }
  }

  function moveAside(from: string, id: string): string {
    const moment = new Date(now()).toISOString().replace(/\D/g, '').slice(0, 14);
    const taken = new Set(namesIn(fs, path));
    let name = `${id}${EXTENSION}.damaged-${moment}`;
    for (let n = 2; taken.has(name); n++) name = `${id}${EXTENSION}.damaged-${moment}-${n}`;
    fs.renameSync(join(path, from), join(path, name));
    return join(path, name);
  }

  return {
    path,
    pathOf,
    modifiedAt() {
      const stats = fs.statSync(path, { throwIfNoEntry: false });
      // Later Nodes than 20 say no entry where a part of the path is a file, too; reading the folder throws then.
      if (stats === undefined) namesIn(fs, path);
      return stats?.mtimeMs;
    },
    list() {
      const names = namesIn(fs, path);
      const documents = names.filter((name) => name.endsWith(EXTENSION));
      return {
        ids: documents.map((name) => name.slice(0, -EXTENSION.length)).filter(isId),
        temporaries: names.filter(isTemporaryName),
        movedAside: names.filter((name) => DAMAGED_ASIDE.test(name)),
        recovered: names.filter((name) => RECOVERED_ASIDE.test(name)),
      };
    },
    stamp(id) {
      try {
        return fs.statSync(pathOf(id), { throwIfNoEntry: false });
      } catch (error) {
        if (!hasCode(error)) throw error;
        // A link that can't be followed is one file that can't be read, and no reason to read none.
        return fs.lstatSync(pathOf(id), { throwIfNoEntry: false });
      }
    },
    read(id) {
      try {
        return opening(id, (fd) => readOpen(id, fd));
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return { kind: 'missing' };
        if (hasCode(error)) return { kind: 'unreadable', reason: reasonOf(error) };
        throw error;
      }
    },
    peek(id) {
      try {
        return opening(id, peekOpen);
      } catch (error) {
        if (hasCode(error)) return undefined;
        throw error;
      }
    },
    write(conversation, confirm) {
      const { id } = conversation;
      const bytes = codec.encode(conversation);
      const stats = replaceFile(fs, { path: pathOf(id), bytes, flush: true, confirm });
      remember(id, stats, { kind: 'ok', conversation });
      return stats;
    },
    remove: (id) => removeUnlessFolder(fs, pathOf(id)),
    moveAside: (id) => moveAside(`${id}${EXTENSION}`, id),
    moveTemporaryAside: moveAside,
    sweep: (names) => names.filter((name) => removeUnlessFolder(fs, join(path, name))).length,
  };
}

/** Every write makes a new file: one that another process replaced differs even within a tick of the clock. */
function isSame(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.mtimeMs === other.mtimeMs && one.size === other.size;
}
