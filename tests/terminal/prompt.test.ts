import { beforeAll, describe, expect, it } from 'vitest';
import { openScreen } from '../helpers/terminal-emulator.ts';
import { buildProgram } from './programs/build.ts';

let program: string;
beforeAll(async () => {
  program = await buildProgram('ask');
});

const ask = (kind: string) => openScreen(process.execPath, [program, kind]);

describe('ask', () => {
  it('gives the line, edited by the terminal', async () => {
    const screen = ask('ask');
    await screen.until('Name:');
    screen.type('Aad\x7fa 漢\r');
    await screen.until('{"type":"line","text":"Aaa 漢"}');
    expect(screen.lines()[0]).toBe('Name: Aaa 漢');
    expect((await screen.exited).code).toBe(0);
  });

  it('ends on Ctrl-D, and on an abort', async () => {
    const ended = ask('ask');
    await ended.until('Name:');
    ended.type('\x04');
    await ended.until('{"type":"end"}');
    const aborted = ask('ask');
    await aborted.until('Name:');
    aborted.type('\x03');
    await aborted.until('{"type":"interrupt"}');
    expect((await aborted.exited).code).toBe(0);
  });
});

describe('confirm', () => {
  it.each([
    ['y\r', true],
    ['YES\r', true],
    ['n\r', false],
    ['\r', false],
    ['yeah\r', false],
    ['\x04', false],
    // Half an answer is none.
    ['y\x04\x04', false],
  ])('takes %j for %s', async (keys, answer) => {
    const screen = ask('confirm');
    await screen.until('Delete all? [y/N]');
    screen.type(keys);
    await screen.until(new RegExp(`^${answer}$`, 'm'));
  });

  it('leaves Ctrl-C to end the process', async () => {
    const screen = ask('confirm');
    await screen.until('Delete all?');
    screen.type('\x03');
    expect((await screen.exited).code).toBe(130);
  });
});

describe('askHidden', () => {
  it('shows nothing of what is typed and pasted', async () => {
    const screen = ask('hidden');
    await screen.until('Key:');
    screen.type('sk-12x\x7f3');
    screen.paste('45é😀');
    screen.type('\x7f\r');
    await screen.until('{"type":"line","text":"sk-12345é"}');
    expect(screen.lines().slice(0, 2)).toEqual(['Key:', '{"type":"line","text":"sk-12345é"}']);
    expect((await screen.exited).code).toBe(0);
  });

  it('clears with Ctrl-U, is left by Ctrl-C and Ctrl-D', async () => {
    const cleared = ask('hidden');
    await cleared.until('Key:');
    cleared.type('wrong\x15right\r');
    await cleared.until('"right"');
    const interrupted = ask('hidden');
    await interrupted.until('Key:');
    interrupted.type('half\x03');
    await interrupted.until('{"type":"interrupt"}');
    const ended = ask('hidden');
    await ended.until('Key:');
    ended.type('\x04');
    await ended.until('{"type":"end"}');
  });

  it('takes nothing of a paste that began before it asked', async () => {
    const screen = ask('hidden');
    screen.type('\x1b[200~early');
    await screen.until('Key:');
    expect(screen.raw).toContain('what was typed too early is not taken for an answer');
    screen.type('rest\x1b[201~late\r');
    await screen.until('{"type":"line","text":"late"}');
  });

  it('gives the terminal back: what follows is shown again', async () => {
    const screen = ask('both');
    await screen.until('Key:');
    screen.type('secret\r');
    await screen.until('Name:');
    screen.type('seen\r');
    await screen.until('{"type":"line","text":"seen"}');
    expect(screen.lines()).toContain('Name: seen');
    expect(screen.raw.split('secret')).toHaveLength(2);
  });
});
