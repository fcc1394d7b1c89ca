import fc from 'fast-check';
import type { Conversation, Message } from '../../src/conversation/types.ts';

/** What a store should hold, in memory: the simplest thing that could be right. */
export type Model = Map<string, Conversation>;

/** Something that happens to a store. Numbers choose among what is there. */
export type Step =
  | { readonly do: 'create'; readonly name: string | null; readonly age: number }
  | { readonly do: 'openNamed'; readonly name: string }
  | { readonly do: 'say'; readonly which: number; readonly content: string; readonly age: number }
  | { readonly do: 'changeNothing' | 'forget' | 'exportAndImport'; readonly which: number }
  | { readonly do: 'rename'; readonly which: number; readonly name: string }
  | { readonly do: 'remove'; readonly which: number; readonly other: number }
  | { readonly do: 'clearOlder'; readonly age: number }
  | { readonly do: 'clear' }
  /** By another program than ai-chat. */
  | { readonly do: 'addFile'; readonly name: string | null; readonly age: number }
  | { readonly do: 'deleteFile' | 'editFile' | 'tearFile'; readonly which: number }
  | { readonly do: 'deleteIndex' | 'tearIndex' | 'spoilIndex' | 'leaveTemporaryFile' }
  /** Goes on with what another process would see. */
  | { readonly do: 'otherProcess' };

const name = fc.constantFrom('a', 'b', 'c-2');
const maybeName = fc.option(name, { nil: null });
const which = fc.nat({ max: 20 });
const age = fc.nat({ max: 50 });
const step = <Fields extends object>(fields: Fields) => fc.record(fields as never) as fc.Arbitrary<Step>;
const named = <Name extends Step['do']>(...names: Name[]) => fc.constantFrom(...names);

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: step({ do: named('create', 'addFile'), name: maybeName, age }), weight: 5 },
    { arbitrary: step({ do: named('openNamed'), name }), weight: 2 },
    { arbitrary: step({ do: named('say'), which, content: fc.string({ unit: 'binary' }), age }), weight: 5 },
    { arbitrary: step({ do: named('changeNothing', 'forget', 'exportAndImport'), which }), weight: 3 },
    { arbitrary: step({ do: named('rename'), which, name }), weight: 2 },
    { arbitrary: step({ do: named('remove'), which, other: which }), weight: 2 },
    { arbitrary: step({ do: named('clearOlder'), age }), weight: 1 },
    { arbitrary: step({ do: named('deleteFile', 'editFile', 'tearFile'), which }), weight: 3 },
    {
      arbitrary: step({
        do: named('deleteIndex', 'tearIndex', 'spoilIndex', 'leaveTemporaryFile', 'otherProcess'),
      }),
      weight: 3,
    },
    { arbitrary: step({ do: named('clear') }), weight: 1 },
  ),
  { maxLength: 30 },
);

/** What is expected of `list`: the last used first. */
export function byLastUse(model: Model): Conversation[] {
  return [...model.values()].sort((one, other) =>
    one.updatedAt === other.updatedAt
      ? one.id < other.id
        ? -1
        : 1
      : one.updatedAt > other.updatedAt
        ? -1
        : 1,
  );
}

export function isTaken(model: Model, wanted: string, but?: string): boolean {
  return [...model.values()].some(({ id, name }) => name === wanted && id !== but);
}

export function numbered(model: Model, wanted: string | null): string | null {
  if (wanted === null || !isTaken(model, wanted)) return wanted;
  for (let n = 2; ; n++) if (!isTaken(model, `${wanted}-${n}`)) return `${wanted}-${n}`;
}

export function withMessage(conversation: Conversation, message: Message, updatedAt: string): Conversation {
  return { ...conversation, updatedAt, messages: [...conversation.messages, message] };
}
