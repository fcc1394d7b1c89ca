/** A JSON object that came from outside: any field may be missing or of any type. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` if it is a string with something to read in it. */
export function words(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Deeper than what any server means; what follows a value into its depths would run out of stack. */
const DEEPEST = 100;

/** What `text` holds as JSON, or undefined when it is none, or nested too deeply to mean anything. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Each level takes two characters at least: most chunks are too short to be looked at.
    return text.length > 2 * DEEPEST && isDeeper(value, DEEPEST) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Whether arrays and objects are nested in more than `levels` others. Level by level, so that no depth is too much. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
