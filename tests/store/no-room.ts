import { type FileSystem, nodeFileSystem } from '../../src/store/file-system.ts';

/** A file system with room for everything but the text of a lock. */
export function withoutRoomForLocks(): FileSystem {
  const locks = new Set<number>();
  const writeSync = (...args: Parameters<FileSystem['writeSync']>) => {
    if (!locks.has(args[0])) return nodeFileSystem.writeSync(...args);
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write', errno: -1 });
  };
  return {
    ...nodeFileSystem,
    openSync(path, flags, mode) {
      const fd = nodeFileSystem.openSync(path, flags, mode);
      if (flags === 'wx' && String(path).endsWith('.lock')) locks.add(fd);
      return fd;
    },
    writeSync: writeSync as FileSystem['writeSync'],
    closeSync(fd) {
      locks.delete(fd);
      nodeFileSystem.closeSync(fd);
    },
  };
}
