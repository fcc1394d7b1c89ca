import { dirname, join } from 'node:path';
import { counted } from '../../conversation/counted.ts';
import type { Finding, Remedy } from '../../conversation/ports.ts';

type OpenFinding = Extract<Finding, { readonly state: 'open' }>;

export function isOpen(finding: Finding): finding is OpenFinding {
  return finding.state === 'open';
}

/** What is left to do, and how much of it there is. */
export interface Advice {
  readonly what: string;
  readonly hint: string;
}

/** What can be done about problems that are open, those that are mended in one way together. `obstacle`: what keeps a repair from it. */
export function remediesFor(
  open: readonly OpenFinding[],
  { configDir, obstacle }: { readonly configDir: string; readonly obstacle: string | undefined },
): readonly Advice[] {
  const advices: Advice[] = [];
  for (const [remedy, adviseOn] of Object.entries(ADVICE) as [Remedy, (typeof ADVICE)[Remedy]][]) {
    const files = open
      .filter((finding) => finding.remedy === remedy)
      .map(({ file }) => join(configDir, file));
    if (files.length > 0) advices.push(adviseOn(files, obstacle));
  }
  return advices;
}

const REPAIR = 'ai-chat history check --repair';

/** By whole paths; the order is the one in which they are given. */
const ADVICE: Readonly<Record<Remedy, (files: readonly string[], obstacle?: string) => Advice>> = {
  repair: ({ length }, obstacle) => ({
    what: `${counted(length, 'problem')} not mended${obstacle === undefined ? '' : `, and ${obstacle}`}`,
    hint:
      obstacle === undefined
        ? `mend ${them(length)}: \`${REPAIR}\``
        : `mend what stands in the way, then run \`${REPAIR}\``,
  }),
  again: ({ length }) => ({
    what: `${counted(length, 'problem')} not mended`,
    hint: 'run it again while no other ai-chat is at work',
  }),
  update: ({ length }) => ({
    what: `${counted(length, 'file')} ${length === 1 ? 'was' : 'were'} written by a newer ai-chat`,
    hint: 'update this one: `npm install -g ai-chat`',
  }),
  read: (files) => ({
    what: `nothing can be recovered from ${counted(files.length, 'file')}`,
    hint: `read what is left in ${them(files.length)}, then delete ${them(files.length)}: ${placeOf(files)}`,
  }),
  access: (files) => ({
    what: `${counted(files.length, 'file')} can't be used`,
    hint: `mend what stands in the way, or move ${them(files.length)} elsewhere: ${placeOf(files)}`,
  }),
};

function them(count: number): string {
  return count === 1 ? 'it' : 'them';
}

function placeOf(files: readonly string[]): string {
  const [first = '', ...others] = files;
  return others.length === 0 ? whole(first) : `they are in ${whole(dirname(first))}`;
}

/** A path, to be copied: no line ends in a word, nor between backticks. */
function whole(path: string): string {
  return path.includes(' ') ? `\`${path}\`` : path;
}
