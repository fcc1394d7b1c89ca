import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';

/** What a lock has to know of processes: who takes it, and whether who took it still runs. */
export interface ProcessTable {
  readonly pid: number;
  /** Where process numbers mean the same processes as here. */
  readonly host: string;
  isAlive(pid: number): boolean;
}

/** This machine's processes. */
export const machineProcesses: ProcessTable = {
  pid,
  get host() {
    return `${hostname()} ${pidNamespace()}`;
  },
  isAlive(other) {
    try {
      return kill(other, 0);
    } catch (error) {
      // EPERM: somebody else's process, but one that runs.
      return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
    }
  },
};

/** Two containers may share a host name and a volume, and number their processes each from 1. Linux alone has them. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
