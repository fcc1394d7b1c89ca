/** The files that go with the next message. */
export interface Attachments {
  /** Adds the file at `path`, called `name`, as `text`; what it was when it was added before is left out. */
  add(path: string, name: string, text: string): void;
  /** Leaves out the one that was added last, and gives its name; undefined when there is none. */
  takeBack(): string | undefined;
  /** Gives the texts of all, in order, and leaves none. */
  takeAll(): readonly string[];
}

export function createAttachments(): Attachments {
  const files = new Map<string, { readonly name: string; readonly text: string }>();
  return {
    add(path, name, text) {
      files.delete(path);
      files.set(path, { name, text });
    },
    takeBack() {
      const [path, file] = [...files].at(-1) ?? [];
      if (path !== undefined) files.delete(path);
      return file?.name;
    },
    takeAll() {
      const texts = Array.from(files.values(), ({ text }) => text);
      files.clear();
      return texts;
    },
  };
}
