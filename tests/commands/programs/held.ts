/**
 * ai-chat as `bin/ai-chat.js` starts it, but that a check, an import and a search are not over before a key is pressed, and that each
 * look at the clock finds a tenth of a second gone: what is told of long work is told of a short one, on any machine.
 */
import { createApp } from '../../../src/app.ts';
import { createRuntime, main } from '../../../src/main.ts';

const LOOK_MS = 100;

const real = createRuntime(process);
let elapsed = 0;
const monotonic = () => {
  elapsed += LOOK_MS;
  return elapsed;
};
const runtime = { ...real, clock: { ...real.clock, monotonic } };

async function aKey(signal?: AbortSignal): Promise<void> {
  // The terminal would echo it below the spinner.
  real.stdin.setRawMode(true);
  await new Promise<unknown>((resolve) => {
    real.stdin.resume().once('data', resolve);
    signal?.addEventListener('abort', resolve);
  });
  real.stdin.setRawMode(false);
  real.stdin.pause();
}

process.exitCode = await main(process.argv.slice(2), runtime, (given, options) => {
  const app = createApp(given, options);
  return {
    ...app,
    async store() {
      const store = await app.store();
      return {
        ...store,
        async check(what) {
          const report = await store.check(what);
          await aKey();
          return report;
        },
        async import(...given) {
          const outcome = await store.import(...given);
          await aKey();
          return outcome;
        },
        async *search(...wanted) {
          yield* store.search(...wanted);
          await aKey(wanted[1]);
        },
      };
    },
  };
});
