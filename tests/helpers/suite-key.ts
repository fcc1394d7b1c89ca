/**
 * The key that most runs of the binary in this suite are given: what they print, and what they leave on disk, is searched for
 * it. Not of OpenAI's form, so that only knowing it can hide it.
 */
export const SUITE_KEY = 'suite/Key+4Hq8Wm2Zt6';

/** Fails where `text` holds the key. */
export function expectNoSuiteKey(text: string, where: string): void {
  if (text.includes(SUITE_KEY)) throw new Error(`the API key is in ${where}:\n${text.slice(0, 4000)}`);
}
