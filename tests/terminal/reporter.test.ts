import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { createStyles } from '../../src/terminal/colors.ts';
import { createReporter } from '../../src/terminal/reporter.ts';
import { wrapLines } from '../../src/terminal/wrap-words.ts';

function report(options: { quiet?: boolean; debug?: boolean; color?: boolean; columns?: number } = {}) {
  let written = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  const reporter = createReporter({
    stream,
    styles: createStyles(options.color ?? false),
    quiet: options.quiet ?? false,
    debug: options.debug ?? false,
    redact: (text) => text.replaceAll('sk-secret', '[key]'),
    wrap: (line) => (options.columns === undefined ? line : wrapLines(line, options.columns)),
  });
  return { reporter, stream, shown: () => written };
}

describe('createReporter', () => {
  it('gives a line to what happened and one to what to do', () => {
    const { reporter, shown } = report();
    reporter.error(new CliError('usage', 'no such file', { hint: 'check its name' }));
    reporter.warn('not saved');
    reporter.note('resumed');
    expect(shown()).toBe(
      'ai-chat: error: no such file\nhint: check its name\nai-chat: warning: not saved\nai-chat: resumed\n',
    );
  });

  it('cuts what is very long, but not what there is to debug', () => {
    const { reporter, shown } = report({ debug: true });
    const long = '😀'.repeat(2000);
    reporter.error(new CliError('usage', long, { hint: long }));
    reporter.note(long);
    reporter.debug(long);
    const cut = `${'😀'.repeat(999)}…`;
    expect(shown()).toBe(`ai-chat: error: ${cut}\nhint: ${cut}\nai-chat: ${cut}\nai-chat: debug: ${long}\n`);
  });

  it('keeps notes to itself when quiet, and never warnings', () => {
    const { reporter, shown } = report({ quiet: true });
    reporter.note('resumed');
    reporter.warn('not saved', 'free some space');
    expect(shown()).toBe('ai-chat: warning: not saved\nhint: free some space\n');
  });

  it('cleans what it shows of controls and of secrets', () => {
    const { reporter, shown } = report({ debug: true });
    reporter.error(new CliError('request', 'bad\x1b[2J\nline', { hint: 'sk-secret\ttab' }));
    reporter.debug('POST with sk-secret');
    expect(shown()).toBe('ai-chat: error: bad␛[2J␊line\nhint: [key]␉tab\nai-chat: debug: POST with [key]\n');
  });

  it('says nothing to debug unless asked', () => {
    const { reporter, shown } = report();
    reporter.debug('detail');
    expect(shown()).toBe('');
  });

  it('colours the labels alone', () => {
    const { reporter, shown } = report({ color: true });
    reporter.warn('careful', 'step back');
    expect(shown()).toBe('ai-chat: \x1b[33mwarning:\x1b[39m careful\n\x1b[36mhint:\x1b[39m step back\n');
  });

  it('breaks lines at words, colours their labels all the same, and leaves whole what there is to debug', () => {
    const { reporter, shown } = report({ debug: true, columns: 20 });
    reporter.error(new CliError('usage', 'no error: nothing to see', { hint: 'type `ai-chat config list`' }));
    reporter.note('trying again in a second');
    reporter.debug('at https://e.x, which is far away');
    expect(shown().split('\n')).toEqual([
      'ai-chat: error: no',
      'error: nothing to',
      'see',
      'hint: type',
      '`ai-chat config list`',
      'ai-chat: trying',
      'again in a second',
      'ai-chat: debug: at https://e.x, which is far away',
      '',
    ]);
    const colored = report({ color: true, columns: 12 });
    colored.reporter.error(new CliError('usage', 'no error: none'));
    expect(colored.shown()).toBe('ai-chat:\n\x1b[31merror:\x1b[39m no\nerror: none\n');
  });

  it('does not mind a closed standard error', () => {
    const { reporter, stream } = report();
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(() => reporter.warn('nobody reads this')).not.toThrow();
  });
});
