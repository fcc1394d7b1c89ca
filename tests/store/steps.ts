import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Conversation } from '../../src/conversation/types.ts';
import {
  at,
  conversation,
  encodeConversation,
  type Fixture,
  fileOf,
  message,
  openStore,
  putFile,
  touchLater,
} from './fixture.ts';
import { isTaken, type Model, numbered, type Step, withMessage } from './model.ts';

/** A store, and what should be in it. */
export interface Run {
  readonly model: Model;
  fixture: Fixture;
  /** How many files were damaged, and how many of those the processes before this one have reported. */
  damaged: number;
  reported: number;
}

/** Does `step` to the store and to the model. */
export async function take(run: Run, step: Step): Promise<void> {
  const { model } = run;
  if (!('which' in step)) return 'name' in step ? await begin(run, step) : await disturb(run, step);
  const all = [...model.values()];
  const chosen = all[step.which % all.length];
  if (!chosen) return;
  if ('other' in step) return await remove(run, [chosen.id, all[step.other % all.length]?.id ?? '']);
  await change(run, step, chosen);
}

type StepOf<Name extends Step['do']> = Extract<Step, { do: Name }>;

async function begin(
  { model, fixture }: Run,
  step: StepOf<'create' | 'openNamed' | 'addFile'>,
): Promise<void> {
  const { store } = fixture;
  const wasTaken = step.name !== null && isTaken(model, step.name);
  const made = conversation({
    name: step.name,
    ...('age' in step ? { updatedAt: at(step.age), kind: 'chat' } : {}),
  });
  if (step.do === 'openNamed') {
    const opened = await store.openNamed(step.name, () => made);
    expect(opened).toEqual(wasTaken ? model.get(opened.id) : made);
    model.set(opened.id, opened);
  } else if (step.do === 'create' && wasTaken) {
    await expect(store.create(made)).rejects.toMatchObject({ kind: 'usage' });
  } else if (step.do === 'create') {
    await store.create(made);
    model.set(made.id, made);
  } else if (!wasTaken) {
    putFile(fixture, made.id, encodeConversation(made));
    model.set(made.id, made);
  }
}

async function remove({ model, fixture }: Run, ids: string[]): Promise<void> {
  expect(await fixture.store.remove(ids)).toBe(new Set(ids).size);
  for (const id of ids) model.delete(id);
}

async function change(
  run: Run,
  step: StepOf<
    'say' | 'changeNothing' | 'forget' | 'exportAndImport' | 'rename' | 'deleteFile' | 'editFile' | 'tearFile'
  >,
  chosen: Conversation,
): Promise<void> {
  const { model, fixture } = run;
  const { store } = fixture;
  const path = fileOf(fixture, chosen.id);
  const { id } = chosen;
  switch (step.do) {
    case 'say': {
      const said = message(step.content);
      const known = { ...chosen, title: 'As it was known before' };
      const saved = await store.update(known, (current) => withMessage(current, said, at(step.age)));
      model.set(id, withMessage(chosen, said, at(step.age)));
      return expect(saved).toEqual(model.get(id));
    }
    case 'changeNothing':
      return expect(await store.update(chosen, (current) => current)).toEqual(chosen);
    case 'forget': {
      // Deleted by somebody while this process talks in it.
      await store.remove([id]);
      model.delete(id);
      const said = message('once more');
      const back = {
        ...withMessage({ ...chosen, title: '', messages: [] }, said, chosen.updatedAt),
        name: numbered(model, chosen.name),
      };
      await store.update(chosen, (current) => withMessage(current, said, current.updatedAt));
      return void model.set(id, back);
    }
    case 'exportAndImport': {
      const exported = JSON.stringify(chosen);
      expect(await store.import(exported)).toEqual({ added: [], present: 1 });
      await store.remove([id]);
      expect(await store.import(`[${exported}]`)).toMatchObject({ added: [{ id }], present: 0 });
      return;
    }
    case 'rename': {
      const renaming = store.rename(id, step.name);
      if (isTaken(model, step.name, id))
        return await expect(renaming).rejects.toMatchObject({ kind: 'usage' });
      await renaming;
      return void model.set(id, { ...chosen, name: step.name });
    }
    case 'deleteFile':
      rmSync(path);
      touchLater(fixture.dir);
      return void model.delete(id);
    case 'editFile': {
      const edited = { ...chosen, title: `${chosen.title}, edited` };
      writeFileSync(path, JSON.stringify(edited));
      return void model.set(id, edited);
    }
    case 'tearFile':
      truncateSync(path, statSync(path).size >> 1);
      run.damaged++;
      return void model.delete(id);
  }
}

async function disturb(
  run: Run,
  step: StepOf<
    | 'clear'
    | 'clearOlder'
    | 'deleteIndex'
    | 'tearIndex'
    | 'spoilIndex'
    | 'leaveTemporaryFile'
    | 'otherProcess'
  >,
): Promise<void> {
  const { model, fixture } = run;
  const { configDir, dir, store, warnings } = fixture;
  const index = join(configDir, 'index.jsonl');
  switch (step.do) {
    case 'clear':
      expect(await store.clear({})).toMatchObject({ conversations: model.size });
      return model.clear();
    case 'clearOlder': {
      const old = [...model.values()].filter(({ updatedAt }) => updatedAt < at(step.age));
      expect(await store.clear({ olderThan: Date.parse(at(step.age)) })).toMatchObject({
        conversations: old.length,
      });
      for (const { id } of old) model.delete(id);
      return;
    }
    case 'deleteIndex':
      return rmSync(index, { force: true });
    case 'tearIndex':
      return existsSync(index) ? truncateSync(index, (statSync(index).size * 3) >> 2) : undefined;
    case 'spoilIndex': {
      if (!existsSync(index)) return;
      const lines = readFileSync(index, 'utf8').split('\n');
      lines.splice(lines.length / 2, 1, '{"id":"../x","name":["a"]}', '\0\ufffd{');
      return writeFileSync(index, lines.join('\n'));
    }
    case 'leaveTemporaryFile':
      if (!existsSync(dir)) return;
      appendFileSync(join(dir, '.id0001.json.abc.tmp'), '{"version":');
      return touchLater(fixture.dir);
    case 'otherProcess':
      run.reported += warnings.length;
      run.fixture = openStore(configDir);
  }
}
