import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { permissionWarnings } from '../../src/settings/permissions.ts';
import { tempDir } from '../helpers/temp-dir.ts';

it.runIf(process.platform !== 'win32')(
  'names commands that mend what they warn of, whatever the path',
  () => {
    const folder = join(tempDir(), "it's $HOME; my config");
    const file = join(folder, 'config.json');
    mkdirSync(folder);
    writeFileSync(file, '{}');
    chmodSync(folder, 0o755);
    chmodSync(file, 0o604);
    const warnings = permissionWarnings(folder, file, process.platform);
    expect(warnings).toHaveLength(2);
    // Once is enough, until something changes.
    expect(permissionWarnings(folder, file, process.platform)).toEqual([]);
    chmodSync(file, 0o644);
    expect(permissionWarnings(folder, file, process.platform)).toHaveLength(1);
    for (const warning of warnings) {
      const command = /`(.*)`/.exec(warning)?.[1] ?? '';
      execFileSync('sh', ['-c', command]);
    }
    expect([folder, file].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
    expect(permissionWarnings(folder, file, process.platform)).toEqual([]);
  },
);
