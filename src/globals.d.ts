/** The version in package.json, put in at build time: the only place it is written down. */
declare const __VERSION__: string;

/** Markdown is bundled as its text. */
declare module '*.md' {
  const text: string;
  export default text;
}
