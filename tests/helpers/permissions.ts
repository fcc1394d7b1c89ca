import { spawnSync } from 'node:child_process';

/** What a process is started with for whom permissions hold: root has to be taken the right to pass them over. */
const AS_ANY_USER =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];

/** `command`, as somebody for whom the permissions of files hold. */
export function obeyingPermissions(command: readonly string[]): readonly string[] {
  return [...AS_ANY_USER, ...command];
}

/** Whether there is such a somebody here. */
export const PERMISSIONS_HOLD = process.platform !== 'win32' && canStart(obeyingPermissions(['true']));

function canStart([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
