// @ts-check
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordsOf } from './answers.mjs';
import { temporaryFolder } from './child.mjs';

/** @typedef {import('./child.mjs').Side} Side */

const BINARY = fileURLToPath(new URL('../bin/ai-chat.js', import.meta.url));

/**
 * What all rows are measured in.
 *
 * @typedef {object} World
 * @property {string} baseUrl of the server
 * @property {(script: string, model?: string) => Side} script one of `opponents/`, asking for `model`
 * @property {(args: readonly string[], options?: { configDir?: string, model?: string }) => Side} aiChat
 * @property {() => void} close
 */

/** Starts the server. @returns {Promise<World>} */
export async function createWorld() {
  const server = fork(fileURLToPath(new URL('server.mjs', import.meta.url)));
  const { port } = await new Promise((resolve, reject) => {
    server.once('message', resolve);
    server.once('exit', () => reject(new Error('the server did not start')));
  });
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const empty = join(temporaryFolder(), 'config');
  /** @param {string} model */
  const env = (model) => ({
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: 'sk-bench-0123456789abcdef',
    OPENAI_MODEL: model,
  });
  return {
    baseUrl,
    script: (script, model = MODEL) => ({
      command: [process.execPath, fileURLToPath(new URL(`opponents/${script}.mjs`, import.meta.url))],
      env: env(model),
      check: isAnswer(model),
    }),
    aiChat: (args, { configDir = empty, model = MODEL } = {}) => ({
      command: [process.execPath, BINARY, ...args],
      env: { ...env(model), AI_CHAT_CONFIG_DIR: configDir },
      check: isAnswer(model),
    }),
    close: () => server.disconnect(),
  };
}

/** Answers with 20 chunks. */
export const MODEL = 'gpt-4o-mini';

/** Whether the whole answer was printed; line breaks at its end are a matter of taste. @param {string} model */
export function isAnswer(model) {
  const answer = wordsOf(model).join('').trimEnd();
  return (/** @type {string} */ stdout) => stdout.trimEnd() === answer;
}
