import fc from 'fast-check';

/** Whether `JSON.parse` takes it. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const soup = fc
  .array(
    fc.constantFrom(...'{}[],:"\\/ \n\t-+.eE019aulnt\u0000\u007fé😀', 'true', 'null', '\\u00e9', '"a"'),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** JSON, what is left of some, and what looks like it. */
export const torn = fc.oneof(
  soup,
  fc.json(),
  fc.tuple(fc.json(), fc.nat(), fc.nat({ max: 2 }), soup).map(([json, at, count, put]) => {
    const from = at % (json.length + 1);
    return json.slice(0, from) + put.slice(0, 2) + json.slice(from + count);
  }),
);
