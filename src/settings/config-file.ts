import type { WithLock } from './change-config-file.ts';
import { bytesOf, type ConfigContent, contentIn } from './config-content.ts';

/** The config file, read when it is opened and then remembered. */
export interface ConfigFile {
  readonly path: string;
  /** Throws `usage` when the file is damaged, saying where, or can't be read. */
  content(): ConfigContent;
  /** Reads it again after it was edited; throws as `content` does. */
  reload(): Promise<void>;
  /**
   * Applies `change` to what is in the file at that moment, with no other writer in between. Nothing is written when
   * `change` gives back what it got. Throws `usage` when the file is damaged or can't be written; it is then as it was.
   */
  change(change: (content: ConfigContent) => ConfigContent, signal?: AbortSignal): Promise<void>;
}

/** Never throws for what is wrong with the file: whoever asks for its content hears of it. */
export async function openConfigFile(path: string, withLock: WithLock): Promise<ConfigFile> {
  let content = await read(path, '`ai-chat config edit` opens it, to mend it');
  return {
    path,
    content: () => content(),
    async reload() {
      content = await read(path, '`ai-chat config edit` opens it again, to mend it');
      content();
    },
    async change(change, signal) {
      const { changeConfigFile } = await import('./change-config-file.ts');
      const changed = await changeConfigFile(path, withLock, change, signal);
      content = () => changed;
    },
  };
}

/**
 * Reads config.json; what this gives throws `usage` when that can't be read or is damaged, the latter with `hint`. What finds
 * the place is loaded only then.
 */
async function read(path: string, hint: string): Promise<() => ConfigContent> {
  try {
    const bytes = bytesOf(path);
    const content = contentIn(bytes);
    if (!content) throw (await import('./config-damage.ts')).damageOf(path, bytes, hint);
    return () => content;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
