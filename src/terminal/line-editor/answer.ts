import type { Key } from './keys.ts';

const ENDS = new Set(['enter', 'ctrl-j', 'alt-enter', 'alt-ctrl-j', 'shift-enter']);

/** Whether `key` sends an answer: it has one line, so that what begins another one in a message ends it. */
export function endsAnswer(key: Key): boolean {
  return key.type === 'key' && ENDS.has(key.name);
}

/** What is pasted into an answer: its line ends become spaces, but for those around it, and nothing is sent by itself. */
export function pastedIntoAnswer(key: Key): Key {
  if (key.type !== 'paste') return key;
  const lines = key.text.split('\n').filter((line) => line !== '');
  return { ...key, text: lines.join(' ') };
}
