import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Conversation } from '../../src/conversation/types.ts';
import { at, conversation, message } from '../store/fixture.ts';

/** What every run starts from. */
export const TRIP = conversation({
  id: 'trip1',
  name: 'trip',
  kind: 'chat',
  updatedAt: at(5),
  messages: [message('one'), message('two', { role: 'assistant', status: 'complete' })],
});
export const OTHER = conversation({ id: 'other1', updatedAt: at(4), messages: [message('other')] });
export const OLD = conversation({ id: 'old1', updatedAt: at(1), messages: [message('old')] });
export const STORED: readonly Conversation[] = [TRIP, OTHER, OLD];

/** A command that is killed. */
export interface Operation {
  readonly args: readonly string[];
  readonly input?: string;
  /** What it asks the model, if it does: a question each. */
  readonly questions: readonly string[];
  /** The conversations that it may take away. */
  readonly takes: readonly string[];
  /** Whether it did what it said, once it has ended with 0. */
  readonly isDone: (
    stored: ReadonlyMap<string, Conversation>,
    config: Readonly<Record<string, unknown>>,
  ) => boolean;
}

type Stored = ReadonlyMap<string, Conversation>;

const hasQuestions =
  (...questions: string[]) =>
  (stored: Stored) => {
    const said = [...stored.values()].flatMap(({ messages }) => messages.map(({ content }) => content));
    return questions.every((question) => said.includes(question));
  };

/** Every command that writes. `folder` is for the files that they read. */
export function operationsIn(folder: string): readonly Operation[] {
  const file = join(folder, 'import.json');
  const imported = Array.from({ length: 20 }, (_, n) =>
    conversation({ id: `in${n}`, messages: [message(`in${n}`)] }),
  );
  writeFileSync(file, JSON.stringify(imported));
  const talk = { takes: [] };
  const command = { questions: [], takes: [] };
  return [
    { ...talk, args: ['ask', 'Why?'], questions: ['Why?'], isDone: hasQuestions('Why?') },
    {
      ...talk,
      args: ['ask', '-s', 'trip', '--base-url', 'BASE_URL', 'How?'],
      questions: ['How?'],
      isDone: hasQuestions('How?', 'one', 'two'),
    },
    {
      ...talk,
      args: ['chat', '--new'],
      input: 'Who?\nWhen?\n',
      questions: ['Who?', 'When?'],
      isDone: hasQuestions('Who?', 'When?'),
    },
    {
      ...command,
      args: ['history', 'rename', 'other1', 'journey'],
      isDone: (stored) => stored.get('other1')?.name === 'journey',
    },
    {
      ...command,
      args: ['history', 'delete', 'trip', 'old1'],
      takes: ['trip1', 'old1'],
      isDone: (stored) => !stored.has('trip1') && !stored.has('old1'),
    },
    {
      ...command,
      args: ['history', 'clear', '--older-than', '1h', '-y'],
      takes: ['trip1', 'other1', 'old1'],
      isDone: (stored) => stored.size === 0,
    },
    {
      ...command,
      args: ['history', 'clear', '-y'],
      takes: ['trip1', 'other1', 'old1'],
      isDone: (stored) => stored.size === 0,
    },
    {
      ...command,
      args: ['history', 'import', file],
      isDone: (stored) => imported.every(({ id }) => stored.has(id)),
    },
    {
      ...command,
      args: ['config', 'set', 'model', 'other-model'],
      isDone: (_, config) => config.model === 'other-model',
    },
  ];
}
