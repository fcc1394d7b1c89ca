import { describe, expect, it } from 'vitest';
import { colorEnabled, createStyles } from '../../src/terminal/colors.ts';

describe('colorEnabled', () => {
  it.each([
    [{ flag: false, env: { FORCE_COLOR: '1' }, isTTY: true }, false],
    [{ flag: true, env: {}, isTTY: false }, false],
    [{ flag: undefined, env: { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, isTTY: false }, true],
    [{ flag: undefined, env: { FORCE_COLOR: '0' }, isTTY: true }, false],
    [{ flag: undefined, env: { FORCE_COLOR: 'false' }, isTTY: true }, false],
    [{ flag: undefined, env: { FORCE_COLOR: '' }, isTTY: true }, true],
    [{ flag: undefined, env: { NO_COLOR: '0' }, isTTY: true }, false],
    [{ flag: undefined, env: { NO_COLOR: '' }, isTTY: true }, true],
    [{ flag: undefined, env: { TERM: 'dumb' }, isTTY: true }, false],
    [{ flag: undefined, env: { TERM: 'xterm' }, isTTY: true }, true],
    [{ flag: undefined, env: {}, isTTY: false }, false],
  ])('%j: %s', (options, enabled) => {
    expect(colorEnabled(options)).toBe(enabled);
  });
});

describe('createStyles', () => {
  it('adds codes, or leaves the text alone', () => {
    expect(createStyles(true).red('no')).toBe('\x1b[31mno\x1b[39m');
    expect(createStyles(true).bold('')).toBe('');
    expect(createStyles(false).red('no')).toBe('no');
  });
});
