// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnv, temporaryFolder } from './child.mjs';
import { isAnswer, MODEL } from './world.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./child.mjs').Side} Side */
/** @typedef {{ name: string, version: string, side: Side }} Peer */

const KEY = 'sk-bench-0123456789abcdef';

/**
 * How each is asked the same question of the same server, in a home of its own with nothing else configured.
 *
 * @type {Record<string, (place: { baseUrl: string, home: string }) => Pick<Side, 'command' | 'env'>>}
 */
const PEERS = {
  llm: ({ baseUrl, home }) => ({
    command: ['llm', '-m', MODEL, 'hi'],
    env: { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: KEY, LLM_USER_PATH: home },
  }),
  sgpt: ({ baseUrl, home }) => ({
    command: ['sgpt', '--no-cache', '--no-md', '--model', MODEL, 'hi'],
    env: { API_BASE_URL: baseUrl, OPENAI_API_KEY: KEY, HOME: home },
  }),
  aichat: ({ baseUrl, home }) => {
    const client = `clients:\n  - type: openai\n    api_base: ${baseUrl}\n    api_key: ${KEY}\n`;
    writeFileSync(join(home, 'config.yaml'), `model: openai:${MODEL}\n${client}`);
    return { command: ['aichat', 'hi'], env: { AICHAT_CONFIG_DIR: home } };
  },
  mods: ({ baseUrl, home }) => {
    mkdirSync(join(home, 'mods'));
    const models = `    models:\n      ${MODEL}:\n        max-input-chars: 24500\n`;
    const apis = `apis:\n  openai:\n    base-url: ${baseUrl}\n    api-key: ${KEY}\n${models}`;
    writeFileSync(join(home, 'mods', 'mods.yml'), `default-api: openai\ndefault-model: ${MODEL}\n${apis}`);
    return { command: ['mods', '--quiet', '--raw', 'hi'], env: { XDG_CONFIG_HOME: home, HOME: home } };
  },
  chatgpt: ({ baseUrl, home }) => ({
    command: ['chatgpt', 'hi'],
    env: {
      OPENAI_URL: new URL(baseUrl).origin,
      OPENAI_API_KEY: KEY,
      OPENAI_MODEL: MODEL,
      OPENAI_CONFIG_HOME: home,
      OPENAI_DATA_HOME: home,
    },
  }),
};

/** Those that are installed. @param {World} world @returns {Peer[]} */
export function peers({ baseUrl }) {
  return Object.entries(PEERS).flatMap(([name, sideOf]) => {
    const version = versionOf(name);
    if (version === undefined) return [];
    const side = sideOf({ baseUrl, home: temporaryFolder() });
    return [{ name, version, side: { ...side, check: isAnswer(MODEL) } }];
  });
}

/** Undefined where it is not installed. @param {string} name */
function versionOf(name) {
  // sgpt asks for a key before it says its version.
  const env = { ...cleanEnv(), OPENAI_API_KEY: KEY };
  const { status, stdout } = spawnSync(name, ['--version'], { env, encoding: 'utf8' });
  return status === 0 ? (/\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? '') : undefined;
}
