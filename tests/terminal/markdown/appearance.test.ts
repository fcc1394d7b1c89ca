import { describe, expect, it } from 'vitest';
import { terminalAppearance } from '../../../src/terminal/markdown/appearance.ts';
import { supportsHyperlinks } from '../../../src/terminal/markdown/hyperlinks.ts';
import { chooseTheme, colorDepth } from '../../../src/terminal/markdown/theme.ts';

describe('chooseTheme', () => {
  it.each([
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;15', 'light'],
    ['0;7', 'light'],
    ['7;8', 'dark'],
    ['0;default', 'unknown'],
    ['nonsense', 'unknown'],
  ])('takes COLORFGBG=%s for %s', (COLORFGBG, theme) => {
    expect(chooseTheme({ COLORFGBG })).toBe(theme);
  });

  it.each([
    ['light', 'light'],
    ['Dark', 'dark'],
    ['', 'light'],
    ['auto', 'light'],
  ])('obeys the user first: AI_CHAT_THEME=%s', (AI_CHAT_THEME, theme) => {
    expect(chooseTheme({ COLORFGBG: '0;15', AI_CHAT_THEME })).toBe(theme);
  });
});

describe('colorDepth', () => {
  it.each([
    [{}, 16],
    [{ TERM: 'linux' }, 16],
    [{ TERM: 'xterm' }, 16],
    [{ TERM: 'xterm', COLORTERM: 'truecolor' }, 256],
    [{ TERM: 'tmux-256color' }, 256],
    [{ TERM: 'xterm-kitty' }, 256],
    [{ OS: 'Windows_NT' }, 256],
    [{ TERM: 'xterm-256color', FORCE_COLOR: '1' }, 16],
    [{ FORCE_COLOR: '3' }, 256],
  ])('of %j is %i', (env, depth) => {
    expect(colorDepth(env)).toBe(depth);
  });
});

describe('supportsHyperlinks', () => {
  it.each([
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.5.0' }, true],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.9' }, false],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.104.2' }, true],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.9' }, false],
    [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }, true],
    [{ TERM_PROGRAM: 'ghostty' }, true],
    [{ TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' }, false],
    [{ TERM_PROGRAM: 'constructor' }, false],
    [{ VTE_VERSION: '7600' }, true],
    [{ VTE_VERSION: '5000' }, false],
    [{ WT_SESSION: 'x' }, true],
    [{ TERM: 'xterm-kitty' }, true],
    [{ TERM: 'xterm-256color' }, false],
    [{ TERM: 'screen-256color', VTE_VERSION: '7600' }, false],
    [
      {
        TERM: 'tmux-256color',
        TMUX: 'x',
        VTE_VERSION: '7600',
        TERM_PROGRAM: 'tmux',
        TERM_PROGRAM_VERSION: '3.3a',
      },
      false,
    ],
    [{ TERM: 'tmux-256color', TMUX: 'x', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.5a' }, true],
    [{ TERM: 'dumb', WT_SESSION: 'x' }, false],
    [{ FORCE_HYPERLINK: '1' }, true],
    [{ FORCE_HYPERLINK: '0', WT_SESSION: 'x' }, false],
    [{}, false],
  ])('%j: %s', (env, expected) => {
    expect(supportsHyperlinks(env)).toBe(expected);
  });
});

describe('terminalAppearance', () => {
  it('rewrites and links on terminals alone', () => {
    const env = { WT_SESSION: 'x', LANG: 'en_US.UTF-8' };
    expect(terminalAppearance(env, true)).toEqual({
      theme: 'unknown',
      depth: 16,
      hyperlinks: true,
      unicode: true,
      rewrite: true,
    });
    expect(terminalAppearance(env, false)).toMatchObject({ hyperlinks: false, rewrite: false });
    expect(terminalAppearance({ ...env, TERM: 'dumb' }, true)).toMatchObject({
      hyperlinks: false,
      rewrite: false,
    });
  });

  it.each([
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, false],
    [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: '' }, true],
    [{}, false],
    [{ OS: 'Windows_NT' }, true],
  ])('draws in %j beyond ASCII: %s', (env, unicode) => {
    expect(terminalAppearance(env, true).unicode).toBe(unicode);
  });
});
