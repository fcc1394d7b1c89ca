/** Processes at a time: most of them wait for a server that lets them wait. */
const AT_ONCE = 4;

/** Calls `plays`, a few at a time, until all are done. */
export async function inParallel(plays: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...plays];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  });
  await Promise.all(workers);
}
