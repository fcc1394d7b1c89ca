import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeConversation } from '../../src/store/format.ts';
import { conversation, encodeConversation, message } from './fixture.ts';

const TIME = '2026-03-04T05:06:07.000Z';
const ORIGIN = { id: 'file1', time: () => TIME };

function decode(document: unknown) {
  return decodeConversation(Buffer.from(JSON.stringify(document)), ORIGIN);
}

function decoded(document: unknown) {
  const result = decode(document);
  if (result.kind !== 'ok') throw new Error(`it is ${result.kind}`);
  return result.conversation;
}

describe('a document', () => {
  test('reads back as it was written, whatever was said', () => {
    const text = fc.string({ unit: 'binary' });
    const said = fc.record({
      id: fc.string({ minLength: 1 }),
      role: fc.constantFrom('user' as const, 'assistant' as const),
      content: text,
      createdAt: text,
    });
    const unknown = fc.dictionary(
      fc.string().map((key) => `x-${key}`),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(said, unknown)), unknown, text, (messages, extra, systemPrompt) => {
        const written = {
          ...extra,
          ...conversation({
            id: ORIGIN.id,
            systemPrompt,
            messages: messages.map(([known, more]) => ({ ...more, ...known })),
          }),
        };
        // JSON knows one zero.
        expect(decodeConversation(encodeConversation(written), ORIGIN)).toEqual({
          kind: 'ok',
          conversation: JSON.parse(JSON.stringify(written)),
        });
      }),
    );
  });

  test('keeps half a surrogate pair, NUL and every kind of line end', () => {
    const content = '\ud83d \0 \r\n \r \u2028 \ufeff';
    const { messages } = decoded(conversation({ messages: [message(content)] }));
    expect(messages[0]?.content).toBe(content);
  });

  test('is one that people can read: a field a line, messages last, a newline at the end', () => {
    const lines = encodeConversation(conversation({ messages: [message('Hi')] }))
      .toString()
      .split('\n');
    expect(lines[1]).toBe('  "version": 1,');
    expect(lines.findIndex((line) => line.includes('"messages"'))).toBe(11);
    expect(lines.slice(-3)).toEqual(['  ]', '}', '']);
  });

  test('keeps the fields that this version does not know', () => {
    const { messages, ...rest } = decoded({
      ...conversation(),
      pinned: { by: 'me' },
      messages: [{ ...message('Hi'), stars: 5 }],
    });
    expect(rest).toHaveProperty('pinned', { by: 'me' });
    expect(messages[0]).toHaveProperty('stars', 5);
  });

  test('can call a field __proto__ without touching anything', () => {
    const json = JSON.stringify(conversation()).replace('{', '{"__proto__":{"polluted":true},');
    const result = decodeConversation(Buffer.from(json), ORIGIN);
    if (result.kind !== 'ok') throw new Error(result.kind);
    expect(Object.hasOwn(result.conversation, '__proto__')).toBe(true);
    expect({}).not.toHaveProperty('polluted');
    expect(result.conversation).not.toHaveProperty('polluted');
    expect(encodeConversation(result.conversation).toString()).toContain('"__proto__": {');
  });

  test('goes by the name of its file, whatever id is in it', () => {
    expect(decoded(conversation({ id: '../../etc/passwd' })).id).toBe('file1');
  });

  test('may begin with a byte order mark', () => {
    const bytes = Buffer.from(`\ufeff${JSON.stringify(conversation())}`);
    expect(decodeConversation(bytes, ORIGIN).kind).toBe('ok');
  });

  test('too deep to be written is a usage error', () => {
    const depth = 200_000;
    const json = JSON.stringify(conversation()).replace(
      '{',
      `{"deep":${'['.repeat(depth)}${']'.repeat(depth)},`,
    );
    const result = decodeConversation(Buffer.from(json), ORIGIN);
    if (result.kind !== 'ok') throw new Error(result.kind);
    expect(() => encodeConversation(result.conversation)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});

describe('what a document does not say', () => {
  test('is filled in', () => {
    const messages = [
      { role: 'user', content: 'Where is Rome?' },
      { role: 'assistant', content: 'In Italy.', model: 'her-model' },
    ];
    expect(decoded({ version: 1, messages })).toEqual({
      version: 1,
      id: 'file1',
      name: null,
      title: 'Where is Rome?',
      kind: 'chat',
      model: 'her-model',
      baseUrl: 'demo',
      systemPrompt: '',
      createdAt: TIME,
      updatedAt: TIME,
      messages: [
        { id: 'm1', role: 'user', content: 'Where is Rome?', createdAt: TIME },
        { id: 'm2', role: 'assistant', content: 'In Italy.', createdAt: TIME, model: 'her-model' },
      ],
    });
  });

  test.each([
    ['name', 7, null],
    ['name', '', null],
    ['title', {}, ''],
    ['kind', 'other', 'chat'],
    ['model', null, 'unknown'],
    ['baseUrl', [], 'demo'],
    ['systemPrompt', 1, ''],
    ['createdAt', 'yesterday', '2026-01-01T00:00:00.000Z'],
    ['updatedAt', 12, TIME],
    ['updatedAt', '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00.000Z'],
  ])('%s %j becomes %j', (field, value, wanted) => {
    expect(decoded({ ...conversation(), [field]: value })).toHaveProperty(field, wanted);
  });

  test.each([
    ['replyTo', 1],
    ['model', {}],
    ['status', null],
    ['finishReason', []],
    ['reasoning', true],
    ['usage', 'many'],
    ['usage', { promptTokens: '1' }],
  ])('a message without a usable %s (%j) goes without', (field, value) => {
    const { messages } = decoded({
      ...conversation(),
      messages: [{ ...message('Hi'), stars: 5, [field]: value }],
    });
    expect(messages[0]).not.toHaveProperty(field);
    expect(messages[0]).toMatchObject({ content: 'Hi', stars: 5 });
  });
});

describe('what is no conversation', () => {
  test.each([
    ['nothing', undefined],
    ['no object', [conversation()]],
    ['no version', { ...conversation(), version: undefined }],
    ['version 0', { ...conversation(), version: 0 }],
    ['version "1"', { ...conversation(), version: '1' }],
    ['no messages', { ...conversation(), messages: undefined }],
    ['messages that are none', { ...conversation(), messages: {} }],
    ['a message that is none', { ...conversation(), messages: ['Hi'] }],
    ['a message without content', { ...conversation(), messages: [{ ...message(''), content: null }] }],
    ['a message of nobody', { ...conversation(), messages: [{ ...message(''), role: 'tool' }] }],
  ])('%s is damaged', (_, document) => {
    expect(decodeConversation(Buffer.from(JSON.stringify(document) ?? ''), ORIGIN)).toEqual({
      kind: 'damaged',
    });
  });

  test.each([2, 1.5, 1e300])('version %d is newer, and its name is known', (version) => {
    expect(decode({ version, name: 'trip', messages: 'of another kind' })).toEqual({
      kind: 'newer',
      name: 'trip',
    });
  });

  test('bytes that are not UTF-8 are damaged: read as if they were, they would be lost at the next write', () => {
    const bytes = Buffer.from(JSON.stringify(conversation({ title: 'caf\u00e9' })), 'latin1');
    expect(decodeConversation(bytes, ORIGIN)).toEqual({ kind: 'damaged' });
  });

  test('no bytes at all can make reading fail', () => {
    const torn = fc
      .nat()
      .map((length) => encodeConversation(conversation({ messages: [message('Hi')] })).subarray(0, length));
    const bytes = fc.oneof(
      fc.uint8Array().map((array) => Buffer.from(array)),
      fc.json().map((json) => Buffer.from(json)),
      torn,
    );
    fc.assert(
      fc.property(bytes, (any) => ['ok', 'newer', 'damaged'].includes(decodeConversation(any, ORIGIN).kind)),
    );
  });
});
