/** Hides secrets in what is shown. */
export interface Redactor {
  /** From here on `secret` is hidden, also as it stands in a URL, in base64 and in JSON. */
  add(secret: string): void;
  redact(text: string): string;
}

/** Shorter keys are often words (a local server takes `ollama`), and are hidden only where they stand alone. */
const SURELY_A_SECRET = 12;
const STAND_IN = '[key]';

export function createRedactor(): Redactor {
  const patterns = new Set<string>();
  let secrets: RegExp | undefined;
  return {
    add(secret) {
      if (secret === '') return;
      for (const form of formsOf(secret)) patterns.add(patternOf(form));
      // The longest first: a form may contain another.
      secrets = new RegExp([...patterns].sort((a, b) => b.length - a.length).join('|'), 'gu');
    },
    redact: (text) => (secrets ? text.replace(secrets, STAND_IN) : text),
  };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}

function patternOf(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return form.length >= SURELY_A_SECRET ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
}
