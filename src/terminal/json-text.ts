/** What JSON.stringify leaves as it is, and a terminal or the eye could be steered by; see sanitize.ts. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\udb40[\udc00-\udc7f]/g;

/** `value` as JSON whose text is safe to show: what could steer a terminal stands as `\uXXXX`, which means the same. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (characters) =>
    Array.from({ length: characters.length }, (_, at) => escapeUnit(characters.charCodeAt(at))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
