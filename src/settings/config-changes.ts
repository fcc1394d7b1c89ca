import { serverOf } from './base-url.ts';
import type { ConfigContent } from './config-content.ts';
import { fieldOf } from './layers.ts';
import { SETTINGS, type SettingName } from './table.ts';

/** A folder whose `.env` may name a server; `folder` without symbolic links, `server` as `serverOf` gives it. */
export interface TrustedEnvFile {
  readonly folder: string;
  readonly server: string;
}

/** The stored key and the server that it belongs to, or undefined when there is none. */
export function storedKey(content: ConfigContent): { key: string; server: string } | undefined {
  const key = fieldOf(content, 'apiKey');
  const isText = typeof key === 'string' || typeof key === 'number';
  return isText ? { key: String(key), server: keyServer(content) } : undefined;
}

/** A key that was written into the file by hand belongs to the server that the file names. */
function keyServer({ apiKeyServer, ...content }: ConfigContent): string {
  if (apiKeyServer !== undefined) return serverOf(String(apiKeyServer));
  return serverOf(String(fieldOf(content, 'baseUrl') ?? SETTINGS.baseUrl.default));
}

/** Stores a key for `server`, and for no other. */
export function withKey(content: ConfigContent, apiKey: string, server: string): ConfigContent {
  return { ...content, apiKey, apiKeyServer: server };
}

/** Stores a checked value; undefined takes the setting away. */
export function withSetting(
  content: ConfigContent,
  name: SettingName,
  value: string | number | undefined,
): ConfigContent {
  if (value === undefined && !Object.hasOwn(content, name)) return content;
  const { [name]: _old, ...others } = content;
  if (value === undefined && name === 'apiKey') {
    const { apiKeyServer: _server, ...rest } = others;
    return rest;
  }
  const stored = value === undefined ? others : { ...content, [name]: value };
  // Whatever the base URL becomes, the key stays with the server that it was for.
  return name === 'baseUrl' && storedKey(content) ? { ...stored, apiKeyServer: keyServer(content) } : stored;
}

/** The folders and servers that the user has allowed; what is no such entry is passed over. */
export function trustedEnvFiles(content: ConfigContent): readonly TrustedEnvFile[] {
  return listOf(content).filter(isTrustedEnvFile);
}

export function withTrust(content: ConfigContent, { folder, server }: TrustedEnvFile): ConfigContent {
  const known = trustedEnvFiles(content).some((entry) => entry.folder === folder && entry.server === server);
  return known ? content : { ...content, trustedEnvFiles: [...listOf(content), { folder, server }] };
}

/** Takes away all that `folder` was allowed. */
export function withoutTrust(content: ConfigContent, folder: string): ConfigContent {
  const list = listOf(content);
  const kept = list.filter((entry) => !isTrustedEnvFile(entry) || entry.folder !== folder);
  return kept.length === list.length ? content : { ...content, trustedEnvFiles: kept };
}

function listOf({ trustedEnvFiles: list }: ConfigContent): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

function isTrustedEnvFile(entry: unknown): entry is TrustedEnvFile {
  const { folder, server } = (entry ?? {}) as Partial<Record<string, unknown>>;
  return typeof folder === 'string' && typeof server === 'string';
}
