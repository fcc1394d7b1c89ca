import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChat, say } from '../helpers/chat.ts';
import { answer, type FakeServer, silence, status } from '../helpers/fake-server.ts';
import { models } from '../helpers/first-run.ts';
import { testHome } from '../helpers/home.ts';
import { CTRL_C, ESCAPE } from '../helpers/keys.ts';
import { saidTo, serve } from '../helpers/talk.ts';
import type { Screen } from '../helpers/terminal-emulator.ts';
import { atPrompt } from '../helpers/window.ts';
import { keep } from './completion-world.ts';

/** Resolves when these rows, in which a message waits to be sent, are the last ones. */
const inLine = (screen: Screen, ...rows: readonly string[]) =>
  screen.until(() => screen.history().slice(-rows.length).join('\n') === rows.join('\n'));

const messagesTo = ({ requests }: FakeServer) => requests.filter(({ method }) => method === 'POST').length;

describe.skipIf(process.platform === 'win32')('what is typed ahead of a picker', () => {
  it('is for the picker, and what follows for the chat', async () => {
    const server = await serve(models('big-model', 'tiny-7b'), answer('Hello.'));
    const screen = await openChat(server.env);
    screen.type('/model\r7b\rHi\r');
    await screen.until('Hello.');
    await screen.until(atPrompt(screen));
    expect(screen.history()).toContain('the model is tiny-7b');
    expect(server.requests[1]?.json).toMatchObject({ model: 'tiny-7b' });
    expect(saidTo(server, 1).at(-1)).toBe('user: Hi');
    expect(messagesTo(server)).toBe(1);
  });

  it('picks the conversation that goes on', async () => {
    const server = await serve();
    keep({ id: 'lisbon000000', title: 'Three days in Lisbon', baseUrl: server.baseUrl });
    keep({ id: 'commits00000', title: 'Undo a commit', baseUrl: server.baseUrl });
    const screen = await openChat(server.env);
    screen.type('/resume\rcommit\r');
    await screen.until('Undo a commit');
    await screen.until(atPrompt(screen));
    expect(messagesTo(server)).toBe(0);
  });

  it.each([
    ['sent', 'Hello there, you\rand you\r', '', ['You: Hello there, you', 'and you']],
    ['not sent, once the picker is left', 'Hello there, you', ESCAPE, ['You: Hello there, you']],
  ])('comes back to the line where it fits nothing: %s', async (_, ahead, keys, rows) => {
    const server = await serve(models('big-model', 'tiny-7b'), answer('Hello.'));
    const screen = await openChat(server.env);
    screen.type(`/model\r${ahead}`);
    if (keys !== '') {
      await screen.until('nothing fits');
      screen.type(keys);
    }
    await screen.until('nothing fits “Hello there, you”; it stands in the next line');
    await inLine(screen, ...rows);
    expect(messagesTo(server)).toBe(0);
    screen.type('\r');
    await screen.until('Hello.');
    expect(saidTo(server, 1).at(-1)).toBe(`user: ${rows.join('\n').slice('You: '.length)}`);
  });

  it('comes back with its lines', async () => {
    const server = await serve(models('big-model', 'tiny-7b'));
    const screen = await openChat(server.env);
    screen.type('/model\r\u001b[200~if so:\r    do it\u001b[201~');
    await screen.until('nothing fits');
    screen.type(ESCAPE);
    await inLine(screen, 'You: if so:', '    do it');
  });

  it('is not sent by itself where no picker comes', async () => {
    const server = await serve(status(404));
    const screen = await openChat(server.env);
    screen.type('/model\r7b\r');
    await inLine(screen, 'the model is gpt-4o-mini', 'You: 7b');
    expect(messagesTo(server)).toBe(0);
  });

  it('is not sent after Ctrl-C, while the server is asked what there is to pick', async () => {
    const server = await serve(silence);
    const screen = await openChat(server.env);
    screen.type('/model\r7b\r');
    await server.request(0);
    screen.type(CTRL_C);
    await inLine(screen, 'You: 7b');
    expect(messagesTo(server)).toBe(0);
    screen.type(`${CTRL_C}/quit\r`);
    expect((await screen.exited).code).toBe(0);
    expect(screen.bracketedPaste).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('what is typed ahead of a question of yes or no', () => {
  const path = () => join(testHome().cwd, 'notes.md');

  async function chatWithAnswer() {
    const server = await serve(answer('the answer'), answer('Hello.'));
    writeFileSync(path(), 'mine');
    const screen = await openChat(server.env);
    await say(screen, 'hi', 'the answer');
    return { server, screen };
  }

  it('is no answer unless it says yes or no: the message comes back, and is not sent by itself', async () => {
    const { server, screen } = await chatWithAnswer();
    screen.type('/save notes.md\rnext message\rand more\r');
    await screen.until('“next message” is neither yes nor no; it stands in the next line');
    await inLine(screen, 'nothing was written', 'You: next message', 'and more');
    expect(readFileSync(path(), 'utf8')).toBe('mine');
    expect(messagesTo(server)).toBe(1);
    screen.type('\r');
    await screen.until('Hello.');
    expect(saidTo(server, 1).at(-1)).toBe('user: next message\nand more');
  });

  it.each([
    ['YES', 'the answer\n', 'wrote notes.md'],
    ['no', 'mine', 'nothing was written'],
  ])('is its answer: %s', async (reply, content, said) => {
    const { server, screen } = await chatWithAnswer();
    screen.type(`/save notes.md\r${reply}\rnext message\r`);
    await screen.until('Hello.');
    expect(screen.history()).toContain(said);
    expect(readFileSync(path(), 'utf8')).toBe(content);
    expect(saidTo(server, 1).at(-1)).toBe('user: next message');
  });
});

describe.skipIf(process.platform === 'win32')('what is typed ahead of an editor', () => {
  it('stays here, and is not sent by itself', async () => {
    const server = await serve();
    const screen = await openChat({ ...server.env, EDITOR: 'true' });
    screen.type('/edit\rfor the editor\r:wq\r');
    await screen.until('not saved in the editor; nothing was sent');
    await inLine(screen, 'You: for the editor', ':wq');
    expect(messagesTo(server)).toBe(0);
  });

  it('comes back where the editor takes the end of a paste for itself, and the keys behind it are keys', async () => {
    const server = await serve(answer('Hello.'));
    const path = join(testHome().home, 'editor.sh');
    writeFileSync(path, 'echo "in the editor"; head -c 7 </dev/tty >"$HOME/taken"\n');
    const screen = await openChat({ ...server.env, EDITOR: `sh ${path}` });
    screen.type('/edit\r\u001b[200~half\rof it');
    await screen.until('in the editor');
    screen.type('\u001b[201~\r');
    await inLine(screen, 'You: half', 'of it');
    expect(readFileSync(join(testHome().home, 'taken'), 'utf8')).toBe('\u001b[201~\n');
    expect(messagesTo(server)).toBe(0);
    screen.type(' and more\r');
    await screen.until('Hello.');
    expect(saidTo(server, 0).at(-1)).toBe('user: half\nof it and more');
  });

  it('makes no other key of the one behind it: Esc', async () => {
    const server = await serve();
    const screen = await openChat({ ...server.env, EDITOR: 'true' });
    screen.type(`/edit\r${ESCAPE}`);
    await screen.until('not saved in the editor; nothing was sent');
    await screen.until(atPrompt(screen));
    screen.type('bcd');
    await inLine(screen, 'You: bcd');
  });
});

describe.skipIf(process.platform === 'win32')('a paste whose end is lost', () => {
  it('is ended by Ctrl-C, which clears the line as ever', async () => {
    const server = await serve();
    const screen = await openChat(server.env);
    screen.type('ab\u001b[200~cd');
    await screen.until('You: ab');
    screen.type(CTRL_C);
    await screen.until(() => screen.history().at(-1) === 'You:');
    screen.type('\u0019');
    await inLine(screen, 'You: abcd');
  });
});
