import { CliError } from '../errors.ts';
import type { ConversationFolder, Reading } from './conversation-folder.ts';
import { hasCode } from './file-system.ts';

const LIST_THEM = '`ai-chat history` lists what there is';
const LIST_THEM_IN_CHAT = '/history lists what there is';

/** No conversation goes by `reference`. `near`: the name that may have been meant. */
export function unknownConversation(reference: string, near?: string): CliError {
  const nearby = near === undefined ? '' : `did you mean “${near}”? `;
  return new CliError('usage', `there is no conversation “${reference}”`, {
    hint: nearby + LIST_THEM,
    chatHint: nearby + LIST_THEM_IN_CHAT,
  });
}

/** More than one id begins with `reference`. */
export function ambiguousReference(reference: string, ids: readonly string[]): CliError {
  const shown = ids.slice(0, 5).join(', ');
  return new CliError(
    'usage',
    `${ids.length} conversations begin with “${reference}”: ${shown}${ids.length > 5 ? ', …' : ''}`,
    {
      hint: 'type more of the id',
    },
  );
}

/** A conversation is called so already. */
export function nameTaken(name: string): CliError {
  return new CliError('usage', `a conversation named “${name}” is there already`, {
    hint: `choose another name; ${LIST_THEM}`,
    chatHint: `choose another name; ${LIST_THEM_IN_CHAT}`,
  });
}

/** What goes by `reference` is there, but not for this version to read. */
export function newerVersion(reference: string): CliError {
  return new CliError('usage', `conversation ${reference} was written by a newer ai-chat`, {
    hint: 'update this one: `npm install -g ai-chat`',
  });
}

/** For `catch`: what the operating system or the store refused is passed over; a fault of ours is thrown on. */
export function ifRefused(error: unknown): undefined {
  if (!hasCode(error) && !(error instanceof CliError)) throw error;
}

/** Why there is no conversation in `reading`; `damaged` once it has been reported and moved aside. */
export function refusalOf(
  { path }: Pick<ConversationFolder, 'path'>,
  id: string,
  reading: Exclude<Reading, { kind: 'ok' }>,
): CliError {
  switch (reading.kind) {
    case 'missing':
      return unknownConversation(id);
    case 'newer':
      return newerVersion(id);
    case 'damaged':
      return new CliError('usage', `conversation ${id} is damaged`, {
        hint: `what is left of it is in ${path}`,
      });
    case 'unreadable':
      return new CliError('usage', `conversation ${id} can't be read: ${reading.reason}`, {
        hint: `look at its file in ${path}`,
      });
  }
}
