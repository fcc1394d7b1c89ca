import { constants } from 'node:fs';
import { counted } from '../conversation/counted.ts';
import type { CheckReport, Finding, OnProgress } from '../conversation/ports.ts';
import type { Clock } from '../runtime.ts';
import { type FileSystem, fileError, hasCode, reasonOf } from './file-system.ts';
import { inTurns } from './in-turns.ts';
import { leftOversIn, sweepLeftOver } from './leftovers.ts';
import { isAbandoned, lockPathOf, takeLock } from './lock.ts';
import { createMender, fileOf } from './mend.ts';
import { ifRefused } from './refusals.ts';
import type { Shelf } from './shelf.ts';
import { isSameStamp, knownEntries } from './view.ts';

export interface CheckOptions {
  readonly configDir: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly onProgress?: OnProgress | undefined;
  newId(): string;
}

/** How long a check waits for writers, in ms, before it looks at their files as they are. */
const WAIT_MS = 1000;

/**
 * Reads every conversation and says what is wrong in the store; with `repair` it mends what it can. Damaged files are kept under
 * a name that says so. Throws `usage` when the folder can't be read, or what is to be mended can't be written.
 */
export async function checkStore(shelf: Shelf, options: CheckOptions, repair: boolean): Promise<CheckReport> {
  try {
    const report = await check(shelf, options, repair);
    const isMendable = report.findings.some(
      (finding) => finding.state === 'open' && finding.remedy === 'repair',
    );
    return { ...report, obstacle: isMendable ? obstacleToWriting(shelf, options) : undefined };
  } catch (error) {
    throw fileError(repair ? 'write' : 'read', shelf.folder.path, error);
  }
}

/** Why nothing can be written where the store is, as far as that can be told without writing. */
function obstacleToWriting({ folder }: Shelf, { configDir, fs }: CheckOptions): string | undefined {
  for (const path of [configDir, folder.path]) {
    try {
      fs.accessSync(path, constants.W_OK | constants.X_OK);
    } catch (error) {
      if (!hasCode(error)) throw error;
      // What is not there is made.
      if (!hasCode(error, 'ENOENT')) return `nothing can be written to ${path}: ${reasonOf(error)}`;
    }
  }
  return undefined;
}

async function check(
  shelf: Shelf,
  options: CheckOptions,
  repair: boolean,
): Promise<Omit<CheckReport, 'obstacle'>> {
  const { folder } = shelf;
  // Locks first: whoever takes one removes what a process that is gone has left of it.
  const leftOvers = leftOversIn(options);
  const findings: Finding[] = [];
  for (const leftOver of leftOvers) {
    const isGone = repair && (await sweepLeftOver(options, leftOver));
    const { name: file, detail } = leftOver;
    findings.push({ problem: 'left over', file, detail, ...outcome(isGone, repair) });
  }
  const mender = createMender(shelf, options);
  if (folder.modifiedAt() === undefined) return { conversations: 0, messages: 0, findings };
  // Before anything else is written: the next writer would sweep them, unread.
  const { temporaries } = await whileNobodyWrites(shelf, options, () => folder.list());
  if (temporaries.length > 0)
    findings.push(...(repair ? await mender.temporaries() : temporaries.map(mender.lookIntoTemporary)));

  const survey = await readAll(shelf, options, repair ? mender.damaged : mender.lookInto);
  findings.push(...survey.findings);
  for (const name of folder.list().movedAside) {
    findings.push(repair ? await mender.movedAside(name) : mender.lookIntoMovedAside(name));
  }
  const missing = await whileNobodyWrites(shelf, options, () => notInIndex(shelf, survey.unreadable));
  if (missing > 0 || repair) {
    // Looks at every file, and mends the index where it has to.
    if (repair) await shelf.inspect(() => undefined);
    const left = repair
      ? await whileNobodyWrites(shelf, options, () => notInIndex(shelf, survey.unreadable))
      : missing;
    if (missing > 0) findings.push({ ...outdatedIndex(missing), ...outcome(left === 0, repair) });
  }
  const { conversations, messages } = repair ? await readAll(shelf, options, () => undefined) : survey;
  return { conversations, messages, findings };
}

interface Survey {
  readonly conversations: number;
  readonly messages: number;
  readonly unreadable: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

async function readAll(
  { folder }: Shelf,
  { clock, onProgress }: CheckOptions,
  onDamaged: (id: string) => Finding | undefined | Promise<Finding | undefined>,
): Promise<Survey> {
  const findings: Finding[] = [];
  const unreadable = new Set<string>();
  let [conversations, messages] = [0, 0];
  for await (const id of inTurns(folder.list().ids, clock, onProgress)) {
    const reading = folder.read(id);
    const file = fileOf(`${id}.json`);
    if (reading.kind === 'ok') {
      conversations++;
      messages += reading.conversation.messages.length;
      continue;
    }
    unreadable.add(id);
    switch (reading.kind) {
      case 'newer':
        findings.push({ problem: 'newer version', file, detail: 'update ai-chat to read it', state: 'fine' });
        break;
      case 'unreadable':
        findings.push({
          problem: 'unreadable',
          file,
          detail: reading.reason,
          state: 'open',
          remedy: 'access',
        });
        break;
      case 'damaged': {
        const finding = await onDamaged(id);
        if (finding) findings.push(finding);
      }
    }
  }
  return { conversations, messages, unreadable, findings };
}

/** How many conversations the index does not tell of as they are, or tells of though they are gone. */
function notInIndex({ folder, index }: Shelf, unreadable: ReadonlySet<string>): number {
  const known = knownEntries(index);
  let wrong = 0;
  for (const id of folder.list().ids) {
    const stamp = folder.stamp(id);
    const entry = known.get(id);
    known.delete(id);
    if (stamp && !unreadable.has(id) && !(entry && isSameStamp(entry.stamp, stamp))) wrong++;
  }
  return wrong + known.size;
}

/** Under the lock, where one can be had and nobody who is gone has left one that would have to be removed. */
async function whileNobodyWrites<T>(shelf: Shelf, { fs, clock }: CheckOptions, look: () => T): Promise<T> {
  const { path } = shelf.folder;
  const isFree = !isAbandoned(fs, lockPathOf(path), clock.now());
  const lock = isFree ? await takeLock(path, { fs, clock, waitMs: WAIT_MS }).catch(ifRefused) : undefined;
  try {
    return look();
  } finally {
    lock?.free();
  }
}

/** What becomes of a problem that goes away when nobody else is at work. */
function outcome(isMended: boolean, repair: boolean) {
  if (isMended) return { state: 'mended' } as const;
  return { state: 'open', remedy: repair ? 'again' : 'repair' } as const;
}

function outdatedIndex(count: number) {
  const detail = `${counted(count, 'conversation')} not as they are on the disk`;
  return { problem: 'not in the index', file: 'index.jsonl', detail } as const;
}
