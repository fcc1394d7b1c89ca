/** Asks the question of the kind named by the first argument, and says on standard output what the reply was. */
import { createRuntime } from '../../../src/runtime.ts';
import { createPrompter } from '../../../src/terminal/prompt.ts';

const { stdin, stdout, stderr, job, interrupts } = createRuntime(process);
const [kind] = process.argv.slice(2);
const abort = new AbortController();
if (kind === 'ask') interrupts.listen(() => abort.abort());
const prompter = createPrompter({ stdin, output: stderr, job, signal: abort.signal });

if (kind === 'confirm') stdout.write(`${JSON.stringify(await prompter.confirm('Delete all?'))}\n`);
if (kind === 'ask') stdout.write(`${JSON.stringify(await prompter.ask('Name:'))}\n`);
if (kind === 'hidden' || kind === 'both')
  stdout.write(`${JSON.stringify(await prompter.askHidden('Key:'))}\n`);
if (kind === 'both') stdout.write(`${JSON.stringify(await prompter.ask('Name:'))}\n`);
