import type { WithLock } from './change-config-file.ts';
import { bytesOf, type ConfigContent, contentOf, parseContent } from './config-content.ts';

/** The config file, read at first use and then remembered. */
export interface ConfigFile {
  readonly path: string;
  /** Throws `usage` when the file is damaged or can't be read. */
  content(): ConfigContent;
  /** Reads it again after it was edited; throws as `content` does, and says where it is damaged. */
  reload(): Promise<void>;
  /**
   * Applies `change` to what is in the file at that moment, with no other writer in between. Nothing is written when
   * `change` gives back what it got. Throws `usage` when the file is damaged or can't be written; it is then as it was.
   */
  change(change: (content: ConfigContent) => ConfigContent): Promise<void>;
}

export function openConfigFile(path: string, withLock: WithLock): ConfigFile {
  let known: ConfigContent | undefined;
  return {
    path,
    content: () => (known ??= contentOf(path)),
    async reload() {
      const bytes = bytesOf(path);
      known = parseContent(bytes);
      if (!known) throw (await import('./config-damage.ts')).damageOf(path, bytes);
    },
    async change(change) {
      const { changeConfigFile } = await import('./change-config-file.ts');
      known = await changeConfigFile(path, withLock, change);
    },
  };
}
