/** A JSON object whose fields nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object, and no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field's value if it is a string. */
export function stringIn(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === 'string' ? value : undefined;
}

/** The field's value, as ISO 8601 in UTC, if it is a time: so times can be compared as text. */
export function timeIn(object: JsonObject, field: string): string | undefined {
  const text = stringIn(object, field) ?? '';
  const time = Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  return UTC_TO_THE_MILLISECOND.test(text) ? text : new Date(time).toISOString();
}

const UTC_TO_THE_MILLISECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
