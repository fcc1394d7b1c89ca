import type { App } from '../../app.ts';

/** The terminal that somebody sits at, to be asked there: standard output may be on its way to a file. Undefined without one. */
export function terminalOf({ runtime }: App): NodeJS.WriteStream | undefined {
  const { stdin, stdout, stderr } = runtime;
  if (!stdin.isTTY) return undefined;
  return stderr.isTTY ? stderr : stdout.isTTY ? stdout : undefined;
}
