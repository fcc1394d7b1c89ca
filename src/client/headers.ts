import { CliError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

/** The one server that organisation and project are told to. */
const OPENAI = 'https://api.openai.com';

/** The headers of every request to `url`. Throws `usage` when a value from the environment can't be one. */
export function createHeaders(url: URL, { apiKey, env, userAgent }: Endpoint): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent };
  if (apiKey !== null) headers.authorization = `Bearer ${apiKey}`;
  if (url.origin === OPENAI) {
    addFromEnv(headers, 'openai-organization', env, 'OPENAI_ORG_ID');
    addFromEnv(headers, 'openai-project', env, 'OPENAI_PROJECT_ID');
  }
  return headers;
}

function addFromEnv(
  headers: Record<string, string>,
  header: string,
  env: Endpoint['env'],
  name: string,
): void {
  const value = env[name]?.trim();
  if (!value) return;
  if (!/^[\x20-\x7e]+$/.test(value)) {
    throw new CliError('usage', `${name} holds characters that can't be sent`, {
      hint: `check ${name}, or unset it`,
    });
  }
  headers[header] = value;
}
