import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Server } from '../../src/app.ts';
import { reply } from '../helpers/fake-server.ts';
import { testHome } from '../helpers/home.ts';
import { serve } from '../helpers/talk.ts';
import { complete, keep } from './completion-world.ts';

/** Names and models that would do harm, or mean something else, where a shell or ai-chat read them. */
const HARMFUL = [
  '$(touch evil)',
  '`touch evil`',
  '; touch evil',
  'a|touch evil',
  '--yes',
  '-y',
  '"',
  "'",
  'a b',
  'a\tb',
  'a\nb',
  'a\rb',
  '\u001b]0;evil\u0007',
  '\u202etxt',
  '~root',
  '*',
  '!!',
  '=ls',
  '@{x}',
  '%F{red}',
  'a\\',
  '',
];

describe('conversations', () => {
  let unnamed: string;

  beforeEach(() => {
    keep({ name: 'trip', title: 'Three days in Lisbon?' });
    unnamed = keep({ title: 'How do I undo the last commit?' });
    keep({ name: 'trip-japan', title: 'Kyoto' });
  });

  it.each([
    'history show ',
    'history export ',
    'history rename ',
    'history delete ',
    'chat --resume ',
    'chat -r ',
  ])('by name, or id without one, the last used first: %s', async (line) => {
    expect(await complete(line)).toMatchObject({
      kind: 'words',
      values: ['last', 'trip', unnamed, 'trip-japan'],
      descriptions: [
        'used last: Three days in Lisbon?',
        'Three days in Lisbon?',
        'How do I undo the last commit?',
        'Kyoto',
      ],
    });
  });

  it('by the beginning of an id too', async () => {
    const named = keep({ name: 'paris', id: 'zzzz0001' });
    expect((await complete('history show zz')).values).toEqual([named]);
    expect((await complete(`history show ${unnamed.slice(0, 9)}`)).values).toContain(unnamed);
  });

  it.each([
    ['ask -s ', ['trip', 'trip-japan']],
    ['chat --session=', ['--session=trip', '--session=trip-japan']],
    ['ask -qstrip-', ['-qstrip-japan']],
  ])('named ones as sessions: %s', async (line, values) => {
    expect((await complete(line)).values).toEqual(values);
  });

  it('offers none twice to delete', async () => {
    expect((await complete('history delete trip ')).values).toEqual(['last', unnamed, 'trip-japan']);
  });

  it('offers a hundred, and finds the others when they are begun', async () => {
    for (let n = 0; n < 1020; n += 1) keep({ name: `n${n}` });
    expect((await complete('history show ')).values).toHaveLength(100);
    expect((await complete('history show n119')).values).toEqual(['n119']);
    expect((await complete('ask -s n1019')).values).toEqual(['n1019']);
  });

  it.each(HARMFUL)('offers a conversation called %j by its id', async (name) => {
    const id = keep({ name, id: 'zzzz0001' });
    expect((await complete('history show ')).values).toEqual(['last', 'trip', unnamed, 'trip-japan', id]);
    expect((await complete('ask -s ')).values).toEqual(['trip', 'trip-japan']);
  });

  it('shows titles on one line, without what would steer a terminal', async () => {
    keep({ name: 'a', title: `one\ntwo\t\u001b[31m\u202e${'x'.repeat(100)}` });
    const { descriptions } = await complete('ask -s a');
    expect(descriptions).toEqual([`one␊two␉␛[31m<U+202E>${'x'.repeat(60)}`.slice(0, 59).concat('…')]);
  });

  it('says a colon in a word to zsh as zsh reads it', async () => {
    keep({ name: 'b', title: 'this: and that\\', model: 'llama3.2:3b' });
    expect((await complete('ask -s b', { shell: 'zsh' })).stdout).toBe('words\nb:this: and that\\\\\n');
    expect((await complete('ask -m ll', { shell: 'zsh' })).stdout).toBe('words\nllama3.2\\:3b\n');
  });
});

describe('models', () => {
  const list = (...ids: string[]) => reply([JSON.stringify({ data: ids.map((id) => ({ id })) })]);

  it.each(['ask -m ', 'ask --model=', 'config set model ', 'chat --model '])(
    'the one in use and those of the conversations, each once: %s',
    async (line) => {
      for (const model of ['tiny', 'llama3.2:3b', 'tiny', ...HARMFUL]) keep({ model });
      const { values } = await complete(line, { env: { OPENAI_MODEL: 'mine/7b+x' } });
      expect(values.map((value) => value.replace('--model=', ''))).toEqual([
        'mine/7b+x',
        'tiny',
        'llama3.2:3b',
      ]);
    },
  );

  it('none that no answer came from: it may be a slip', async () => {
    keep({ model: 'tiny' });
    keep({ model: 'tinny', messages: [{ id: 'q1', role: 'user', content: 'hi', createdAt: 'now' }] });
    expect((await complete('ask -m tin')).values).toEqual(['tiny']);
  });

  it('those that a server on this machine offers, named by whatever is typed', async () => {
    const server = await serve(list('here:1', '$(touch evil)', 'here:2'));
    expect((await complete('ask -m h', { env: server.env })).values).toEqual(['here:1', 'here:2']);
    expect((await complete(`ask --base-url ${server.baseUrl} -m h`)).values).toEqual(['here:1', 'here:2']);
    expect(server.requests.map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/v1/models'],
      ['GET', '/v1/models'],
    ]);
  });

  it('asks no other server, and none that a .env names', async () => {
    const asked: Server[] = [];
    const app = {
      listModels: async (server: Server) => {
        asked.push(server);
        return ['there'];
      },
    };
    const env = { OPENAI_API_KEY: 'sk-test-0123456789', OPENAI_BASE_URL: 'https://localhost.example/v1' };
    expect((await complete('ask -m ', { app, env })).values).toEqual(['gpt-4o-mini']);
    writeFileSync(join(testHome().cwd, '.env'), 'OPENAI_BASE_URL=http://localhost:1/v1\n');
    expect((await complete('ask -m ', { app })).values).toEqual(['gpt-4o-mini']);
    expect(asked).toEqual([]);
    expect((await complete('ask --base-url http://[::1]:1/v1 -m th', { app })).values).toEqual(['there']);
  });

  it('does without a server that is silent, breaks or is not there, and without a readable config file', async () => {
    const server = await serve(
      () => {},
      (connection) => connection.reset(),
    );
    expect((await complete('ask -m ', { env: server.env, patience: 1 })).values).toEqual(['gpt-4o-mini']);
    expect((await complete('ask -m ', { env: server.env })).values).toEqual(['gpt-4o-mini']);
    await server.close();
    expect(await complete('ask -m ', { env: server.env })).toMatchObject({
      values: ['gpt-4o-mini'],
      stderr: '',
    });
    keep({ model: 'tiny' });
    writeFileSync(join(testHome().config, 'config.json'), '{', { mode: 0o600 });
    expect((await complete('ask -m ', { env: server.env })).values).toEqual(['tiny']);
  });
});
