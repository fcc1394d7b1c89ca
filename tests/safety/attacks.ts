/**
 * What has been used against terminals, or against who reads them, by name. Most come from the control sequences of
 * xterm (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html), and from ANSI Terminal security in 2023 and finding
 * 10 CVEs (https://dgl.cx/2023/09/ansi-terminal-security).
 */
export const ATTACKS: Readonly<Record<string, string>> = {
  'a title': '\x1b]0;owned\x07',
  'a title, ended by ST': '\x1b]2;owned\x1b\\',
  'an icon name': '\x1b]1;owned\x07',
  'the title pushed and popped': '\x1b[22;0t\x1b[23;0t',
  'the title as input': '\x1b[21t',
  'the icon name as input': '\x1b[20t',
  'the clipboard': '\x1b]52;c;b3duZWQ=\x07',
  'the clipboard as input': '\x1b]52;c;?\x07',
  'a link': '\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\',
  'a colour of the palette': '\x1b]4;1;#ff0000\x07',
  'a colour of the palette as input': '\x1b]4;1;?\x07',
  'the foreground as input': '\x1b]10;?\x07',
  'the background': '\x1b]11;#000000\x1b\\',
  'the font': '\x1b]50;owned\x07',
  'a notification': '\x1b]9;owned\x07\x1b]777;notify;owned;owned\x07',
  'a file, of iTerm2': '\x1b]1337;File=inline=1:AAAA\x07',
  'the working directory': '\x1b]7;file:///tmp/owned\x07',
  'the cursor position as input': '\x1b[6n\x1b[?6n',
  'the status as input': '\x1b[5n',
  'the device as input': '\x1b[c\x1b[>c\x1b[=c\x1bZ',
  'the answerback as input': '\x05',
  'the version as input': '\x1b[>q',
  'the window as input': '\x1b[14t\x1b[18t\x1b[19t',
  'a mode as input (DECRQM)': '\x1b[?2004$p',
  'a setting as input (DECRQSS)': '\x1bP$qm\x1b\\',
  'a capability as input (XTGETTCAP)': '\x1bP+q544e\x1b\\',
  'a checksum as input (DECRQCRA)': '\x1b[1;1;1;1;1;1*y',
  'a clean slate': '\x1b[2J\x1b[3J\x1b[H',
  'a reset': '\x1bc\x1b[!p',
  'a cursor that goes up': '\x1b[9A\x1b[1;1Howned',
  'a cursor saved and restored': '\x1b7\x1b[1;1Howned\x1b8\x1b[s\x1b[u',
  'lines taken away': '\x1b[5M\x1b[5L\x1b[5P',
  'the other screen': '\x1b[?1049h\x1b[?47h',
  'a scroll region': '\x1b[2;5r\x1bM\x1bD',
  'a test pattern': '\x1b#8',
  'no bracketed paste': '\x1b[?2004l',
  'no cursor': '\x1b[?25l',
  'no wrapping': '\x1b[?7l',
  'reports of the mouse': '\x1b[?1000h\x1b[?1006h',
  'reports of the focus': '\x1b[?1004h',
  'other keys': '\x1b[?1h\x1b=\x1b[>4;2m\x1b[>1u',
  'other letters': '\x1b(0\x0e',
  'insertion, and newlines that return': '\x1b[4h\x1b[20h',
  'a printer': '\x1b[5i\x1b[4i',
  'hidden text': '\x1b[8mrm -rf\x1b[0m',
  colours: '\x1b[31;1;5mred',
  'a picture (sixel)': '\x1bPq#0~\x1b\\',
  'a picture (kitty)': '\x1b_Ga=T;AAAA\x1b\\',
  'a privacy message, a string': '\x1b^owned\x1b\\\x1bXowned\x1b\\',
  'a tmux command': '\x1bPtmux;\x1b\x1b]0;owned\x07\x1b\\',
  'an escape that waits for its end': '\x1b]0;own',
  'C1: CSI': '\u009b2J\u009b6n\u009b?1049h',
  'C1: OSC': '\u009d0;owned\u009c\u009d52;c;b3duZWQ=\u0007',
  'C1: DCS': '\u0090$qm\u009c',
  'C1: next line, reverse index, string ends': '\u0085\u008d\u009c\u0098\u009e\u009f',
  'a flood of bells': '\x07'.repeat(50),
  'backspaces over what is there': 'rm -rf\b\b\b\b\b\bls    ',
  'a return over what is there': 'rm -rf\rls    ',
  'other breaks': '\x0b\x0c\u2028\u2029',
  'deletes and nothings': '\x7f\x01\x02\x1f',
  'text turned round': '\u202egnp.exe\u202c',
  'text isolated': '\u2066\u2067\u2068hidden\u2069',
  'direction marks': '\u200e\u200f\u061c',
  'a text in tags': '\u{e0001}\u{e0072}\u{e006d}\u{e007f}',
};

/** All of them, each on a line of its own, between words that must still be there. */
export const ALL_LINES = Object.entries(ATTACKS).map(([name, attack]) => `${name}: ${attack} (end)`);

/** What a terminal or the eye is steered by, as the contract lists it; newline and tab are in it for one-line fields. */
export const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
