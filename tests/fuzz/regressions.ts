/** What the fuzzing has found, in the order in which it was mended: property, what went wrong, shrunk input. */
export const REGRESSIONS: readonly (readonly [property: string, why: string, input: unknown])[] = [];
