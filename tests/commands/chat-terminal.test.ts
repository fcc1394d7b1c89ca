import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChat, quit, say } from '../helpers/chat.ts';
import { answer, apiError, chunk, DONE, hold, reply, sse } from '../helpers/fake-server.ts';
import { createGate } from '../helpers/gate.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, CTRL_D, UP } from '../helpers/keys.ts';
import { saidTo, serve, storedConversation, storedConversations } from '../helpers/talk.ts';
import { atPrompt, ended, openBare, openWindow } from '../helpers/window.ts';

describe.skipIf(process.platform === 'win32')('a chat on a terminal', () => {
  it('shows the answer between blank lines, remembers, and leaves with Ctrl-D', async () => {
    const server = await serve(answer('To the **moon**.'), answer('Yes.'));
    const shown = await openChat(server.env);
    expect(shown.lines()[0]).toBe('new chat with gpt-4o-mini. /help lists commands, Ctrl-D leaves');
    await say(shown, 'Where to?', 'To the moon.');
    expect(shown.lines().slice(1, 6)).toEqual(['You: Where to?', '', 'To the moon.', '', 'You:']);
    expect(shown.styleOf('moon.')).toMatchObject({ bold: true });
    await say(shown, 'Really?', 'Yes.');
    shown.type(CTRL_D);
    expect((await shown.exited).code).toBe(0);
    expect(saidTo(server, 1).slice(1)).toEqual([
      'user: Where to?',
      'assistant: To the **moon**.',
      'user: Really?',
    ]);
    expect([shown.bracketedPaste, shown.cursorVisible]).toEqual([false, true]);
  });

  it('resumes, says which conversation in one line, and walks what was sent before', async () => {
    const server = await serve(answer('One.'), answer('Two.'));
    const before = await openChat(server.env);
    await say(before, 'a question', 'One.');
    await quit(before);

    const shown = await openChat(server.env);
    expect(shown.lines()[0]).toMatch(/^resuming “a question” with gpt-4o-mini: 2 messages, last used .+/);
    shown.type(`${UP}${UP}`);
    await shown.until('You: a question');
    shown.type('\r');
    await shown.until('Two.');
    expect(saidTo(server, 1)).toHaveLength(4);
  });

  it('stops the answer with Ctrl-C, keeps what came, and goes on', async () => {
    const server = await serve(sse([chunk('half an ans'), hold]), answer('whole'));
    const shown = await openChat(server.env);
    shown.type('go\r');
    await shown.until('half an ans');
    shown.type(CTRL_C);
    await shown.until('[interrupted; what came is kept: type “go on”, or /retry to ask again]');
    await shown.until(atPrompt(shown));
    expect(storedConversation().messages[1]).toMatchObject({ content: 'half an ans', status: 'interrupted' });
    shown.type('/retry\r');
    await shown.until('whole');
    expect(saidTo(server, 1).slice(1)).toEqual(['user: go']);
  });

  it('needs Ctrl-C twice to leave, and once clears a line', async () => {
    const server = await serve(answer('ok'));
    const shown = await openChat(server.env);
    shown.type('half a li');
    await shown.until('You: half a li');
    shown.type(CTRL_C);
    await shown.until(atPrompt(shown));
    shown.type(CTRL_C);
    await shown.until('to leave, press Ctrl-C again');
    await shown.until(atPrompt(shown));
    shown.type(CTRL_C);
    expect((await shown.exited).code).toBe(130);
    expect(server.requests).toHaveLength(0);
  });

  it('leaves at two Ctrl-C that come at once', async () => {
    const server = await serve(answer('ok'));
    const shown = await openChat(server.env);
    shown.type(CTRL_C + CTRL_C);
    expect((await shown.exited).code).toBe(130);
  });

  it('sends a paste as one message, and keeps what is typed while it answers', async () => {
    const { waiting, goOn } = createGate();
    const server = await serve(sse([chunk('one'), waiting, chunk(' two'), DONE]), answer('three'));
    const shown = await openChat(server.env);
    shown.paste('line 1\nline 2\n\nline 4');
    await shown.until('line 4');
    shown.type('\r');
    await shown.until('one');
    shown.type('next');
    goOn();
    await shown.until('You: next');
    shown.type('\r');
    await shown.until('three');
    expect(saidTo(server, 1).slice(1)).toEqual([
      'user: line 1\nline 2\n\nline 4',
      'assistant: one two',
      'user: next',
    ]);
  });

  it('survives an error, and /retry sends the question again', async () => {
    const server = await serve(apiError(400, 'no such thing'), answer('now'));
    const shown = await openChat(server.env);
    await say(shown, 'please', 'ai-chat: error:');
    await say(shown, '/retry', 'now');
    await say(shown, '/resume nope', 'hint: /history lists what there is');
    expect(storedConversation().messages.map(({ content }) => content)).toEqual(['please', 'now']);
  });

  it('shows nothing that could steer the terminal', async () => {
    const server = await serve(
      answer('a\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eb', {
        pieces: ['a\u001b', ']0;owned\u0007\u001b[2J\u009b31m\u202eb'],
      }),
    );
    const shown = await openChat(server.env);
    shown.type('go\r');
    await shown.until('␛]0;owned␇');
    expect(shown.title).toBe('');
    expect(shown.lines()[1]).toBe('You: go');
  });

  it('completes commands, opens the editor, and names the conversation', async () => {
    const server = await serve(answer('ok'));
    const editor = join(testHome().home, 'editor.sh');
    writeFileSync(editor, '#!/bin/sh\nprintf "written\\nelsewhere\\n" > "$1"\n', { mode: 0o755 });
    const shown = await openChat({ ...server.env, EDITOR: editor });
    shown.type('/ed\t');
    await shown.until('You: /edit');
    await say(shown, '', 'ok');
    expect(saidTo(server, 0)[1]).toBe('user: written\nelsewhere');
    expect(shown.lines().slice(1, 6)).toEqual(['You: /edit', 'You: written', 'elsewhere', '', 'ok']);
    shown.type('/rename trip\r');
    await shown.until('now called trip');
    expect(storedConversations().map(({ name }) => name)).toEqual(['trip']);
  });

  it('completes models, conversations and files, and hints at what was sent before', async () => {
    const models = reply([JSON.stringify({ data: [{ id: 'gpt-big' }, { id: 'tiny-7b' }] })]);
    const server = await serve(answer('One.'), models, answer('Two.'));
    mkdirSync(join(testHome().cwd, 'my notes'));
    writeFileSync(join(testHome().cwd, 'my notes', 'plan.md'), 'the plan');
    await openBare(['ask', '-s', 'trip', 'three days in Lisbon'], server.env).exited;
    const shown = await openChat(server.env, ['--new']);
    shown.type('/model 7b\t');
    await shown.until('You: /model tiny-7b');
    await say(shown, '', 'the model is tiny-7b');
    shown.type('/file not\t');
    await shown.until('You: /file my notes/');
    shown.type('\t');
    await shown.until('You: /file my notes/plan.md');
    await say(shown, '', 'goes with your next message');
    shown.type('/mo');
    await shown.until('You: /model');
    shown.type('\x1b[C t');
    await shown.until(() => shown.raw.includes('/model t\x1b[2miny-7b'));
    shown.type('\x15/resume lisb\t');
    await shown.until('You: /resume trip');
    shown.type('\r');
    await shown.until('resuming “trip”');
  });

  it('chooses from a list', async () => {
    const server = await serve(answer('One.'), answer('Two.'), answer('Three.'));
    const first = openBare(['ask', 'first question'], server.env);
    await first.exited;
    const second = openBare(['ask', 'second question'], server.env);
    await second.exited;
    const shown = openBare(['chat', '--resume'], server.env);
    await shown.until(/^> second question.*\n {2}first question/m);
    shown.type('\u001b[B\r');
    await shown.until('resuming “first question”');
  });

  it('does not repeat all of a paste that is no command', async () => {
    const server = await serve();
    const screen = await openChat(server.env, [], { cols: 120 });
    screen.paste(`/9j/${'4AAQSkZJRg'.repeat(900)}`);
    screen.type('\r');
    await screen.until('ai-chat: error: there is no command /9j/4AAQSkZJRg4AAQSkZJRg4AAQSkZJRg4AAQSk…');
    await screen.until(atPrompt(screen));
    expect(server.requests).toEqual([]);
  });

  it('shows an id that can be typed in a narrow window', async () => {
    const server = await serve(answer('One.'));
    await openBare(['ask', '旅行去里斯本，三天，带孩子，下雨怎么办？'], server.env).exited;
    const shown = openBare(['history'], {}, { cols: 40 });
    await shown.exited;
    const [head, row] = shown.history();
    expect(head).toMatch(/^ID +NAME OR TITLE +LAST USED$/);
    expect(row?.startsWith(`${storedConversation().id.slice(0, 8)}  旅行`)).toBe(true);
  });

  it('asks for the value of a setting, and says what it is now', async () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:1' };
    const shown = openWindow(['config', 'set', 'model'], env);
    await shown.until('model (now gpt-4o-mini):');
    shown.type('tiny\r');
    expect((await ended(shown)).code).toBe(0);
    const unset = openWindow(['config', 'set', 'maxTokens'], env);
    await unset.until('maxTokens:');
    unset.type('\r');
    expect((await ended(unset)).code).toBe(2);
    expect(readFileSync(join(testHome().config, 'config.json'), 'utf8')).toContain('"model": "tiny"');
  });

  it.each([
    ['systemPrompt', {}, 'systemPrompt (now “You are a helpful assistant.”):'],
    ['model', { OPENAI_MODEL: 'tiny' }, 'model (now tiny, from the environment):'],
  ])('keeps the value of %s at an Enter alone', async (name, env, question) => {
    const shown = openWindow(['config', 'set', name], env);
    await shown.until(question);
    shown.type('\r');
    const { code, lines } = await ended(shown);
    expect([code, lines.at(-1)]).toEqual([0, `ai-chat: ${name} stays as it is`]);
    expect(existsSync(join(testHome().config, 'config.json'))).toBe(false);
  });

  it('asks for a hidden key', async () => {
    const shown = openBare(['config', 'set', 'apiKey'], {});
    await shown.until('not shown');
    shown.type('sk-hidden-0123456789abcdef\r');
    expect((await shown.exited).code).toBe(0);
    expect(shown.raw).not.toContain('sk-hidden');
    const file = join(testHome().config, 'config.json');
    const kept = readFileSync(file, 'utf8');
    expect(kept).toContain('sk-hidden-0123456789abcdef');
    // Nothing says that there is one: who presses Enter then has given none, and is not told that all is well.
    for (const keys of ['\r', '  \r']) {
      const none = openWindow(['config', 'set', 'apiKey'], {});
      await none.until('not shown');
      none.type(keys);
      const { code, text } = await ended(none);
      expect([code, text]).toEqual([2, expect.stringContaining('no value was given')]);
    }
    expect(readFileSync(file, 'utf8')).toBe(kept);
  });
});
