/** Hides secrets in what is shown. */
export interface Redactor {
  /** From here on `secret` is hidden, also as it stands in a URL, in JSON, in HTML and in base64. */
  add(secret: string): void;
  redact(text: string): string;
}

/** Shorter keys are often words (a local server takes `ollama`), and are hidden only where they stand alone. */
const SURELY_A_SECRET = 12;
const STAND_IN = '[key]';
/** OpenAI's form of a key, of whomever it is, and as servers show it: `sk-abc***xyz`. */
const KEY_LIKE = String.raw`\bsk-(?:[\w-]{16,}|[\w-]*(?:\*|\u2026|\.{3})[\w*\u2026.-]*)`;

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  let known: RegExp | undefined;
  return {
    add(secret) {
      // Half a surrogate pair, which Windows allows in a variable, has no other form.
      if (secret !== '') secrets.add(secret.replace(/\p{Cs}/gu, '\ufffd'));
      known = undefined;
    },
    redact(text) {
      known ??= patternFor(secrets);
      return text.replace(known, STAND_IN);
    },
  };
}

function patternFor(secrets: ReadonlySet<string>): RegExp {
  const patterns = [...secrets].flatMap((secret) => {
    if (secret.length < SURELY_A_SECRET) return formsOf(secret).map(standingAlone);
    return [...formsOf(secret).map(literal), ...base64sOf(secret)];
  });
  // The longest first: a form may contain another. Without regard to case, for hosts are written in lower case.
  const sorted = [...new Set(patterns)].sort((a, b) => b.length - a.length);
  return new RegExp([...sorted, KEY_LIKE].join('|'), 'giu');
}

function formsOf(secret: string): readonly string[] {
  const json = escaped(secret);
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return [secret, encodeURIComponent(secret), encodeURI(secret), json, escaped(json), html];
}

/** As it stands in a string of JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What base64 makes of `secret` behind 0, 1 or 2 bytes more (`user:secret`); its neighbours have a say in the digits at its ends. */
function base64sOf(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.from(' '.repeat(before) + secret);
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    return (['base64', 'base64url'] as const).map(
      (form) => `${ANY_DIGIT}?${literal(bytes.toString(form).slice(from, to))}${ANY_DIGIT}?`,
    );
  });
}

const ANY_DIGIT = String.raw`[\w+/\-]`;

function standingAlone(form: string): string {
  return `(?<![\\p{L}\\p{N}])${literal(form)}(?![\\p{L}\\p{N}])`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** The names of variables that hold secrets themselves, and of those whose addresses hold a password. */
const KEY_VARIABLE = 'OPENAI_API_KEY';
const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];

/** What must not be shown of the environment: the key, and the passwords of proxies, as given and as sent. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const passwords = PROXY_VARIABLES.flatMap((name) => {
    const password = /^(?:[^:/@]+:\/\/)?[^:@]*:(.+)@/s.exec(env[name] ?? '')?.[1];
    return password === undefined ? [] : [password, decoded(password)];
  });
  return [env[KEY_VARIABLE]?.trim() ?? '', ...passwords];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
