import { join } from 'node:path';
import { counted } from '../conversation/counted.ts';
import type { Finding, Remedy } from '../conversation/ports.ts';
import type { Conversation } from '../conversation/types.ts';
import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { CONVERSATIONS } from './conversation-folder.ts';
import {
  type FileSystem,
  flawOf,
  hasCode,
  isFolder,
  openToRead,
  readBytes,
  reasonOf,
  TOO_LARGE,
} from './file-system.ts';
import { isKept, putBack, remainsIn } from './recover.ts';
import type { Shelf, Writer } from './shelf.ts';

/** What a check does about damaged files among the conversations. What mends throws what the operating system refuses. */
export interface Mender {
  /** Says what could be recovered from a damaged conversation, and changes nothing. */
  lookInto(id: string): Finding;
  /** The same for a file that was moved aside. */
  lookIntoMovedAside(name: string): Finding;
  /** The same for an unfinished write. */
  lookIntoTemporary(name: string): Finding;
  /** Removes unfinished writes; one that holds what is nowhere else is moved aside instead, to be recovered. */
  temporaries(): Promise<readonly Finding[]>;
  /** Moves a damaged conversation aside, to be recovered; gives what is wrong where that can't be done. */
  damaged(id: string): Promise<Finding | undefined>;
  /** Recovers what is whole in a file that was moved aside, and gives that a name that says so. */
  movedAside(name: string): Promise<Finding>;
}

interface MenderOptions {
  readonly fs: FileSystem;
  readonly clock: Clock;
  newId(): string;
}

/** A mender of what is on that shelf. */
export function createMender(shelf: Shelf, { fs, clock, newId }: MenderOptions): Mender {
  const { folder } = shelf;
  const remainsOf = (name: string, id: string) =>
    remainsIn(readWhole(fs, join(folder.path, name)), id, new Date(clock.now()).toISOString());

  /** What keeps us from reading a file, but for what the operating system refuses. */
  function flawIn(name: string): string | undefined {
    const stats = fs.statSync(join(folder.path, name), { throwIfNoEntry: false });
    return stats && flawOf(stats);
  }

  function obstacleTo(name: string): Outcome | undefined {
    const flaw = flawIn(name);
    if (flaw === undefined) return undefined;
    return { detail: flaw, state: 'open', remedy: flaw === TOO_LARGE ? 'read' : 'access' };
  }

  function prospect(name: string, id: string): Outcome {
    const obstacle = obstacleTo(name);
    if (obstacle) return obstacle;
    const remains = remainsOf(name, id);
    switch (remains.kind) {
      case 'newer':
      case 'pieces':
        return HOPELESS[remains.kind];
      case 'nothing':
        return { detail: 'there is nothing in it', state: 'open', remedy: 'repair' };
    }
    const reading = folder.read(remains.conversation.id);
    if (reading.kind === 'unreadable') return homeless(remains.conversation, reading.reason);
    const what = messagesIn(remains.conversation);
    const detail = isKept(shelf, remains.conversation)
      ? `${what}, there already`
      : `${what} can be recovered`;
    return { detail, state: 'open', remedy: 'repair' };
  }

  function recover(writer: Writer, name: string): Outcome {
    const obstacle = obstacleTo(name);
    if (obstacle) return obstacle;
    const remains = remainsOf(name, idOf(name));
    switch (remains.kind) {
      case 'newer':
      case 'pieces':
        return HOPELESS[remains.kind];
      case 'nothing':
        folder.sweep([name]);
        return { detail: 'there was nothing in it', state: 'mended' };
    }
    const into = putBack(shelf, writer, remains.conversation, newId);
    if (typeof into === 'object') return homeless(remains.conversation, into.reason);
    fs.renameSync(
      join(folder.path, name),
      join(folder.path, name.replace('.json.damaged-', '.json.recovered-')),
    );
    const what = messagesIn(remains.conversation);
    return {
      detail: into === undefined ? `${what}, there already` : `${what} recovered into ${into}`,
      state: 'mended',
    };
  }

  const isInTheWay = (name: string) => isFolder(fs, join(folder.path, name));

  function finish(name: string): Outcome {
    if (isInTheWay(name)) return IN_THE_WAY;
    const [, id] = /^\.(.+)\.json\.[0-9a-z]+\.tmp$/.exec(name) ?? [];
    if (id !== undefined && mayHoldMore(name, id)) {
      folder.moveTemporaryAside(name, id);
      return { detail: `${UNFINISHED}, moved aside`, state: 'mended' };
    }
    folder.sweep([name]);
    return { detail: UNFINISHED, state: 'mended' };
  }

  /** Whether an unfinished write may hold what is nowhere else, as far as can be told: the next writer would sweep it, unread. */
  function mayHoldMore(name: string, id: string): boolean {
    try {
      const flaw = flawIn(name);
      if (flaw !== undefined) return flaw === TOO_LARGE;
      const remains = remainsOf(name, id);
      return remains.kind === 'messages' && !isKept(shelf, remains.conversation);
    } catch (error) {
      if (!hasCode(error)) throw error;
      return !hasCode(error, 'ENOENT');
    }
  }

  return {
    lookInto: (id) => ({ ...damaged(id), ...orRefusal(() => prospect(`${id}.json`, id)) }),
    lookIntoMovedAside: (name) => ({ ...movedAside(name), ...orRefusal(() => prospect(name, idOf(name))) }),
    lookIntoTemporary: (name) => ({
      ...leftOver(name),
      ...(isInTheWay(name) ? IN_THE_WAY : { detail: UNFINISHED, state: 'open', remedy: 'repair' }),
    }),
    temporaries: () =>
      shelf.change(() =>
        folder.list().temporaries.map((name) => ({ ...leftOver(name), ...orRefusal(() => finish(name)) })),
      ),
    damaged: (id) =>
      shelf.change((writer) => {
        const reason = writer.setAside(id);
        if (reason === undefined) return undefined;
        return {
          ...damaged(id),
          detail: `it can't be moved aside: ${reason}`,
          state: 'open',
          remedy: 'access',
        };
      }),
    movedAside: (name) =>
      shelf.change((writer) => ({ ...movedAside(name), ...orRefusal(() => recover(writer, name)) })),
  };
}

type Outcome =
  | { readonly detail: string; readonly state: 'mended' }
  | { readonly detail: string; readonly state: 'open'; readonly remedy: Remedy };

/** What no repair changes. */
const HOPELESS = {
  newer: { detail: 'written by a newer ai-chat', state: 'open', remedy: 'update' },
  pieces: { detail: 'nothing in it can be recovered', state: 'open', remedy: 'read' },
} as const;

const IN_THE_WAY = {
  detail: 'there is a folder where a file should be',
  state: 'open',
  remedy: 'access',
} as const;
const UNFINISHED = 'an unfinished write';

const leftOver = (name: string) => ({ problem: 'left over', file: fileOf(name) }) as const;
const damaged = (id: string) => ({ problem: 'damaged', file: fileOf(`${id}.json`) }) as const;
const movedAside = (name: string) => ({ problem: 'moved aside', file: fileOf(name) }) as const;

/** How a finding calls what is in the folder of the conversations. */
export function fileOf(name: string): string {
  return `${CONVERSATIONS}/${name}`;
}

/** Of a file that was moved aside. */
function idOf(name: string): string {
  return name.slice(0, name.indexOf('.json.'));
}

function messagesIn({ messages }: Conversation): string {
  return counted(messages.length, 'message');
}

/** Messages that can't be put back where they belong: the conversation there may have them, or others. */
function homeless(conversation: Conversation, reason: string): Outcome {
  const detail = `${messagesIn(conversation)} for a conversation that can't be read: ${reason}`;
  return { detail, state: 'open', remedy: 'access' };
}

/** What comes of one file, or why nothing can come of it: no reason to leave out the others. */
function orRefusal(action: () => Outcome): Outcome {
  try {
    return action();
  } catch (error) {
    if (!hasCode(error) && !(error instanceof CliError)) throw error;
    // What we refuse ourselves is what is in it.
    return error instanceof CliError
      ? { detail: error.message, state: 'open', remedy: 'read' }
      : { detail: reasonOf(error), state: 'open', remedy: 'access' };
  }
}

function readWhole(fs: FileSystem, path: string): Buffer {
  const fd = openToRead(fs, path);
  try {
    return readBytes(fs, fd, 0, fs.fstatSync(fd).size);
  } finally {
    fs.closeSync(fd);
  }
}
