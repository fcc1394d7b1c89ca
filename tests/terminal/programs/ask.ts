/** Asks the question of the kind named by the first argument, and says on standard output what the reply was. */
import { createApp } from '../../../src/app.ts';
import { prompterOf } from '../../../src/commands/shared/prompter-of.ts';
import { createRuntime } from '../../../src/runtime.ts';

const runtime = createRuntime(process);
const { stdout, interrupts } = runtime;
const [kind] = process.argv.slice(2);
const abort = new AbortController();
if (kind === 'ask') interrupts.listen(() => abort.abort());
const app = createApp(runtime, { debug: false, color: undefined, quiet: false });
const prompter = await prompterOf(app, abort.signal);

if (kind === 'confirm') stdout.write(`${JSON.stringify(await prompter.confirm('Delete all?'))}\n`);
if (kind === 'ask') stdout.write(`${JSON.stringify(await prompter.ask('Name:'))}\n`);
if (kind === 'hidden' || kind === 'both')
  stdout.write(`${JSON.stringify(await prompter.askHidden('Key:'))}\n`);
if (kind === 'both') stdout.write(`${JSON.stringify(await prompter.ask('Name:'))}\n`);
