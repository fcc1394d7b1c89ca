import { join } from 'node:path';
import { counted } from '../conversation/counted.ts';
import type { Finding } from '../conversation/ports.ts';
import { CliError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { CONVERSATIONS } from './conversation-folder.ts';
import { type FileSystem, hasCode, openToRead, readBytes, reasonOf } from './file-system.ts';
import { isKept, putBack, remainsIn } from './recover.ts';
import type { Shelf, Writer } from './shelf.ts';

/** Mends what a check has found among the conversations. All of it throws what the operating system refuses. */
export interface Mender {
  /** Removes unfinished writes; one that holds what is nowhere else is moved aside instead, to be recovered. */
  temporaries(): Promise<readonly Finding[]>;
  /** Moves a damaged conversation aside, to be recovered; false where that can't be done. */
  damaged(id: string): Promise<boolean>;
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

  function recover(writer: Writer, name: string): Omit<Finding, 'file' | 'problem'> {
    const id = name.slice(0, name.indexOf('.json.'));
    const remains = remainsOf(name, id);
    switch (remains.kind) {
      case 'newer':
        return { detail: 'written by a newer ai-chat', state: 'open' };
      case 'pieces':
        return { detail: 'no message in it is whole; what there is can be read in it', state: 'open' };
      case 'nothing':
        folder.sweep([name]);
        return { detail: 'there was nothing in it', state: 'mended' };
    }
    const into = putBack(shelf, writer, remains.conversation, newId);
    fs.renameSync(
      join(folder.path, name),
      join(folder.path, name.replace('.json.damaged-', '.json.recovered-')),
    );
    const count = remains.conversation.messages.length;
    const what = counted(count, 'message');
    return {
      detail: into === undefined ? `${what}, there already` : `${what} recovered into ${into}`,
      state: 'mended',
    };
  }

  return {
    temporaries: () =>
      shelf.change(() =>
        folder.list().temporaries.map((name): Finding => {
          const file = fileOf(name);
          const [, id] = /^\.(.+)\.json\.[0-9a-z]+\.tmp$/.exec(name) ?? [];
          const remains = id === undefined ? undefined : remainsOf(name, id);
          if (id !== undefined && remains?.kind === 'messages' && !isKept(shelf, remains.conversation)) {
            folder.moveTemporaryAside(name, id);
            return {
              problem: 'left over',
              file,
              detail: 'an unfinished write, moved aside',
              state: 'mended',
            };
          }
          folder.sweep([name]);
          return { problem: 'left over', file, detail: 'an unfinished write', state: 'mended' };
        }),
      ),
    damaged: (id) =>
      shelf.change((writer) => {
        writer.read(id);
        return folder.read(id).kind !== 'damaged';
      }),
    movedAside: (name) =>
      shelf.change((writer): Finding => {
        const finding = { problem: 'moved aside', file: fileOf(name) } as const;
        try {
          return { ...finding, ...recover(writer, name) };
        } catch (error) {
          if (!hasCode(error) && !(error instanceof CliError)) throw error;
          const detail = error instanceof CliError ? error.message : reasonOf(error);
          return { ...finding, detail, state: 'open' };
        }
      }),
  };
}

/** How a finding calls what is in the folder of the conversations. */
export function fileOf(name: string): string {
  return `${CONVERSATIONS}/${name}`;
}

function readWhole(fs: FileSystem, path: string): Buffer {
  const fd = openToRead(fs, path);
  try {
    return readBytes(fs, fd, 0, fs.fstatSync(fd).size);
  } finally {
    fs.closeSync(fd);
  }
}
