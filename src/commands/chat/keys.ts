/** The keys that are worth knowing, and what they do; those of readline that are not here work too. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['Enter', 'sends'],
  ['Alt-Enter, Ctrl-J', 'begins a new line, as does a \\ at the end'],
  ['Tab, Shift-Tab', 'completes: commands, models, conversations, files'],
  ['Right, Ctrl-E', 'takes the dimmed hint; Alt-F a word of it'],
  ['Up, Down', 'walk the messages sent before'],
  ['Ctrl-R', 'searches them'],
  ['Ctrl-W, Ctrl-U, Ctrl-K', 'cut a word, to the beginning, to the end of the line'],
  ['Ctrl-Y, Alt-Y', 'bring back what was cut, what was cut before'],
  ['Ctrl-_', 'undoes'],
  ['Ctrl-X Ctrl-E', 'goes on with the line in your editor'],
  ['Ctrl-L', 'clears the screen'],
  ['Ctrl-C', 'stops the answer, or clears the line; twice leaves'],
  ['Ctrl-D', 'leaves'],
];
