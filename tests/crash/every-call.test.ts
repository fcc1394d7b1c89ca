import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../src/conversation/types.ts';
import { CliError } from '../../src/errors.ts';
import { openStore } from '../store/fixture.ts';
import { withoutRoomForLocks } from '../store/no-room.ts';
import { dyingAt, type Rigged, refusingAt } from './failing-file-system.ts';
import {
  contentsOf,
  makeWorld,
  OPERATIONS,
  type Operation,
  reopen,
  strays,
  type World,
} from './store-operations.ts';

/** Milliseconds: a store of its own for every call that an operation makes, and the disk may be busy. */
const TIME_LIMIT = 180_000;

type Contents = ReadonlyMap<string, Conversation>;

/** What `operation` does to the world when nothing goes wrong. */
async function undisturbed(operation: Operation): Promise<{ before: Contents; after: Contents }> {
  const [before, after] = [await makeWorld(), await makeWorld()];
  const old = await contentsOf(before.fixture);
  operation.prepare?.(after);
  await operation.act(after.fixture.store);
  return { before: old, after: await contentsOf(after.fixture) };
}

interface Attempt {
  readonly world: World;
  /** Undefined when it succeeded. */
  readonly error: unknown;
  /** Whether it came as far as the call at which something was to happen. */
  readonly isHit: boolean;
}

async function attempt(operation: Operation, rig: Rigged, nth: number): Promise<Attempt> {
  const world = await makeWorld();
  operation.prepare?.(world);
  const { store } = openStore(world.fixture.configDir, { fs: rig.fs });
  const error: unknown = await operation.act(store).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { world, error, isHit: rig.calls >= nth };
}

/** What is there for who comes next: every conversation as in one of `states`, and nothing left over once that was asked for. */
async function expectOneOf({ fixture }: World, states: readonly Contents[], where: string): Promise<void> {
  const seen = reopen(fixture);
  const repaired = existsSync(seen.configDir) ? (await seen.store.check({ repair: true })).findings : [];
  expect(
    repaired.filter(({ state }) => state === 'open'),
    where,
  ).toEqual([]);
  const found = await contentsOf(seen);
  for (const id of new Set([...found.keys(), ...states.flatMap((state) => [...state.keys()])])) {
    const isKnown = states.some((state) => isDeepStrictEqual(state.get(id), found.get(id)));
    expect(isKnown, `${where}: ${id} is ${JSON.stringify(found.get(id))}`).toBe(true);
  }
  expect((await seen.store.check({ repair: false })).findings, where).toEqual([]);
  expect(existsSync(seen.configDir) ? strays(seen) : [], where).toEqual([]);
}

describe.each(OPERATIONS.map((operation, offset) => ({ ...operation, offset })))(
  '$name',
  ({ offset, ...operation }) => {
    test(
      'leaves the old or the new, wherever the process dies',
      async () => {
        const { before, after } = await undisturbed(operation);
        for (let nth = 1; ; nth++) {
          const { world, isHit } = await attempt(operation, dyingAt(nth), nth);
          await expectOneOf(world, [before, after], `call ${nth}`);
          if (!isHit) break;
          expect(nth).toBeLessThan(1000);
        }
      },
      TIME_LIMIT,
    );

    test(
      'fails with a usage error or succeeds, wherever the system refuses something',
      async () => {
        const { before, after } = await undisturbed(operation);
        for (let nth = 1; ; nth++) {
          // Each way at every eighth call: each call is made by several operations.
          const code = ['ENOSPC', 'EACCES', 'EROFS', 'EIO'][(nth + offset) % 4] ?? '';
          const stays = ((nth + offset) >> 2) % 2 === 0;
          const { world, error, isHit } = await attempt(operation, refusingAt(nth, code, stays), nth);
          const where = `call ${nth}, ${code}${stays ? ' from then on' : ''}`;
          if (error !== undefined)
            expect(error, where).toSatisfy((reason) => reason instanceof CliError && reason.kind === 'usage');
          await expectOneOf(
            world,
            error === undefined && !operation.isBestEffort ? [after] : [before, after],
            where,
          );
          if (!isHit) break;
        }
      },
      TIME_LIMIT,
    );
  },
);

test.each(OPERATIONS.filter(({ name }) => name === 'delete' || name === 'clear'))(
  '$name leaves the old or the new where there is no room to write a lock, wherever the process dies',
  async (operation) => {
    const { before, after } = await undisturbed(operation);
    for (let nth = 1; ; nth++) {
      const { world, error, isHit } = await attempt(operation, dyingAt(nth, withoutRoomForLocks()), nth);
      await expectOneOf(world, [before, after], `call ${nth}`);
      if (!isHit) {
        expect(error).toBeUndefined();
        break;
      }
      expect(nth).toBeLessThan(1000);
    }
  },
  TIME_LIMIT,
);
