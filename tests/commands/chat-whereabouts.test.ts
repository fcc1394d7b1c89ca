import { describe, expect, it } from 'vitest';
import { openChat, quit, say } from '../helpers/chat.ts';
import { answer, apiError, chunk, hold, sse } from '../helpers/fake-server.ts';
import { CTRL_C } from '../helpers/keys.ts';
import { run } from '../helpers/run.ts';
import { saidTo, serve, storedConversation } from '../helpers/talk.ts';
import { atPrompt } from '../helpers/window.ts';

describe.skipIf(process.platform === 'win32')('a chat says where it is', () => {
  const counted = { prompt_tokens: 1200, completion_tokens: 34, total_tokens: 1234, cost: 0.0042 };

  it('in a dim line behind each answer, with what the server told', async () => {
    const server = await serve(answer('One.', { usage: counted }), answer('Two.'));
    const shown = await openChat(server.env, ['-s', 'trip']);
    await say(shown, 'one', 'gpt-4o-mini · trip · 1,234 tokens · $0.0042');
    expect(shown.styleOf('gpt-4o-mini · trip')?.dim).toBe(true);
    expect(storedConversation().messages[1]?.usage).toMatchObject({ cost: 0.0042 });
    // An answer without counts changes nothing, and nothing is said.
    await say(shown, 'two', 'Two.');
    expect(shown.history().filter((line) => line.includes('1,234 tokens'))).toHaveLength(1);
    shown.type('/usage\r');
    await shown.until('1,234 tokens: 1,200 sent, 34 received, in 1 answer; it cost $0.0042');
  });

  it('and not behind an error that has nothing to do with it', async () => {
    const server = await serve(answer('One.', { usage: counted }), apiError(400, 'no'));
    const shown = await openChat(server.env);
    await say(shown, 'one', 'gpt-4o-mini · 1,234 tokens');
    await say(shown, '/rename trip', 'this conversation is now called trip');
    await say(shown, '/resume nowhere', 'there is no conversation “nowhere”');
    expect(shown.history()).not.toContain('gpt-4o-mini · trip · 1,234 tokens · $0.0042');
    await say(shown, 'two', 'gpt-4o-mini · trip · 1,234 tokens · $0.0042');
  });

  it.each([30, 40, 59, 60, 80])('breaks what it says at words, %i columns wide', async (columns) => {
    const { env } = await serve();
    const { stderr } = await run(['chat'], { env, input: '/help\n/keys\n' });
    const shown = await openChat(env, [], { cols: columns, rows: 100 });
    shown.type('/help\r');
    await shown.until('sends the message /text');
    shown.type('/keys\r');
    await shown.until(/Ctrl-D\s{2,}leaves/);
    const said = shown.history().join('\n').split(/\s+/);
    expect(stderr.split(/\s+/).filter((word) => !said.includes(word) && word !== '')).toEqual([]);
  });

  it('but not in a pipe', async () => {
    const server = await serve(answer('One.', { usage: counted }));
    const { stdout, stderr } = await run(['chat', '-s', 'trip'], { env: server.env, input: 'one\n' });
    expect([stdout, stderr]).toEqual(['One.\n', '']);
    const again = await run(['chat', '-s', 'trip'], { env: server.env, input: '/usage\n' });
    expect([again.stdout, again.stderr]).toEqual([
      '',
      '1,234 tokens: 1,200 sent, 34 received, in 1 answer; it cost $0.0042\n',
    ]);
  });

  it('and shows the last exchange to who comes back', async () => {
    const server = await serve(answer('To the **moon**.'), answer('Yes.'));
    await run(['chat', '-s', 'trip'], { env: server.env, input: 'Where to?\n' });
    await run(['chat', '-s', 'other'], { env: server.env, input: 'Really?\n' });
    const shown = await openChat(server.env, ['-s', 'trip']);
    expect(shown.lines().slice(1, 7)).toEqual(['', 'You: Where to?', '', 'To the moon.', '', 'You:']);
    expect(shown.styleOf('moon.')?.bold).toBe(true);
    shown.type('/resume other\r');
    await shown.until('You: Really?');
    await shown.until('Yes.');
  });

  it('cut to what fits the window', async () => {
    const long = Array.from({ length: 100 }, (_, index) => `- line ${index}`).join('\n');
    const server = await serve(answer(long));
    await run(['chat'], { env: server.env, input: 'Tell me all\n' });
    const shown = await openChat(server.env, [], { rows: 20 });
    expect(shown.history()).toContain('… 90 lines above');
    expect(shown.history().some((line) => line.includes('line 89'))).toBe(false);
    expect(shown.history().at(-2)).toContain('line 99');
    expect(shown.lines()[0]).toMatch(/^resuming/);
  });

  it('also where the answer was stopped, and “go on” goes on', async () => {
    const server = await serve(sse([chunk('half an ans'), hold]), answer('wer.'));
    const shown = await openChat(server.env);
    shown.type('go\r');
    await shown.until('half an ans');
    shown.type(CTRL_C);
    await shown.until('[interrupted; what came is kept: type “go on”, or /retry to ask again]');
    await shown.until(atPrompt(shown));
    await quit(shown);
    const again = await openChat(server.env);
    await again.until('[interrupted; what came is kept: type “go on”, or /retry to ask again]');
    await again.until(atPrompt(again));
    again.type('go on\r');
    await again.until('wer.');
    expect(saidTo(server, 1).slice(1)).toEqual(['user: go', 'assistant: half an ans', 'user: go on']);
  });

  it('behind what is said of an answer that was cut', async () => {
    const server = await serve(answer('too lo', { finish: 'length', usage: counted }));
    const shown = await openChat(server.env);
    await say(shown, 'one', 'gpt-4o-mini · 1,234 tokens · $0.0042');
    const [hint, status] = shown.history().slice(-3);
    expect([hint?.trim(), status]).toEqual([expect.stringMatching(/limit$/), expect.stringMatching(/^gpt/)]);
  });

  it('and what to type after an answer that was cut, and one that never came', async () => {
    const server = await serve(
      answer('too lo', { finish: 'length' }),
      apiError(400, 'too long', { code: 'context_length_exceeded' }),
    );
    const shown = await openChat(server.env, [], { cols: 300 });
    await say(shown, 'one', 'hint: type “go on” for the rest; `--max-tokens` raises the limit');
    shown.type('two\r');
    await shown.until('the conversation is too long for gpt-4o-mini');
    await shown.until('/undo takes the question back');
    await shown.until(atPrompt(shown));
    await quit(shown);
    const again = await openChat(server.env);
    await again.until('[no answer; /retry asks again]');
  });
});
