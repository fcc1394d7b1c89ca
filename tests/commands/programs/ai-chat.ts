/**
 * ai-chat as `bin/ai-chat.js` starts it, but for where it looks for servers on this machine: at those in
 * `TEST_LOCAL_SERVERS`, so that a test neither needs the usual ports nor meets who listens there.
 */
import { createApp } from '../../../src/app.ts';
import { createRuntime, main } from '../../../src/main.ts';

const localServers = JSON.parse(process.env.TEST_LOCAL_SERVERS ?? '');

process.exitCode = await main(process.argv.slice(2), createRuntime(process), (runtime, options) => ({
  ...createApp(runtime, options),
  localServers: async () => localServers,
}));
