import { checkName } from '../conversation/name.ts';
import { CliError } from '../errors.ts';

const LONGEST_NAME = 64;

/** `name`, or where that is taken the same with the first free number behind it. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let n = 2; isTaken(free); n++) free = `${name.slice(0, LONGEST_NAME - `-${n}`.length)}-${n}`;
  return free;
}

/** The name that came from somewhere else, or null when no conversation may be called so here. */
export function usableName(name: string | null): string | null {
  try {
    return name === null ? null : checkName(name);
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}
