/** The version in package.json, put in at build time: the only place it is written down. */
declare const __VERSION__: string;

/** The README, as its text: it is not bundled, but read where it lies in the package. */
declare module '*.md' {
  const text: string;
  export default text;
}
