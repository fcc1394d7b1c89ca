import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join, posix, relative } from 'node:path';
import { promisify } from 'node:util';
import dockerignore from '@balena/dockerignore';
import {
  Copy,
  DockerfileParser,
  From,
  type Instruction,
  JSONInstruction,
  PropertyInstruction,
} from 'dockerfile-ast';

/**
 * What `docker build` makes of a Dockerfile, as far as that goes without Docker: each stage is a folder that stands
 * for the root of its file system, absolute paths are moved into it, and the base image is this machine.
 */
export interface Image {
  readonly base: string;
  /** The folder that stands for `/`. */
  readonly root: string;
  env: Record<string, string>;
  workdir: string;
  user: string;
  volumes: string[];
  entrypoint: string[];
  labels: Record<string, string>;
  /** What `chown` was asked for: path → owner. */
  owners: Record<string, string>;
}

/** Runs the steps of a Dockerfile in `folder`; gives the last stage. Throws when a step fails or is not known here. */
export async function dockerBuild(dockerfile: string, context: string, folder: string): Promise<Image> {
  const stages: { readonly name: string | null; readonly image: Image }[] = [];
  for (const step of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (step instanceof From) {
      const root = join(folder, `stage-${stages.length}`);
      stages.push({ name: step.getBuildStage(), image: emptyImage(step.getImage() ?? '', root) });
      mkdirSync(root, { recursive: true });
      continue;
    }
    const image = stages.at(-1)?.image;
    if (image === undefined) throw new Error(`${step.getKeyword()} before FROM`);
    if (step instanceof Copy) {
      const from = step.getFromFlag()?.getValue();
      const source = from === undefined ? undefined : stages.find(({ name }) => name === from)?.image.root;
      if (from !== undefined && source === undefined) throw new Error(`COPY from the unknown stage ${from}`);
      copy(
        valuesOf(step),
        source ?? context,
        image,
        source === undefined ? contextFilter(context) : () => true,
      );
    } else {
      await carryOut(step, image);
    }
  }
  const last = stages.at(-1)?.image;
  if (last === undefined) throw new Error('no FROM');
  return last;
}

/** Starts what `docker run IMAGE ARGS` would start; gives its stdout. */
export async function dockerRun(image: Image, args: readonly string[]): Promise<string> {
  const [program = '', ...first] = image.entrypoint;
  const { stdout } = await promisify(execFile)(program, [...first, ...args], {
    cwd: inside(image, image.workdir),
    env: environment(image),
  });
  return stdout;
}

/** Where a path of the image is on this machine. */
export function inside(image: Image, path: string): string {
  return join(image.root, path);
}

/** Tells which files of the context a build sees, after `.dockerignore`; paths are relative to the context. */
export function contextFilter(context: string): (path: string) => boolean {
  return dockerignore()
    .add(readFileSync(join(context, '.dockerignore'), 'utf8'))
    .createFilter();
}

async function carryOut(step: Instruction, image: Image): Promise<void> {
  const [value = ''] = valuesOf(step);
  switch (step.getKeyword()) {
    case 'WORKDIR':
      image.workdir = posix.join(image.workdir, value);
      mkdirSync(inside(image, image.workdir), { recursive: true });
      return;
    case 'ENV':
      Object.assign(image.env, propertiesOf(step));
      return;
    case 'LABEL':
      Object.assign(image.labels, propertiesOf(step));
      return;
    case 'USER':
      image.user = value;
      return;
    case 'VOLUME':
      image.volumes.push(...valuesOf(step));
      return;
    case 'ENTRYPOINT':
      image.entrypoint =
        step instanceof JSONInstruction ? step.getJSONStrings().map((part) => part.getJSONValue()) : [];
      return;
    case 'RUN':
      return runShell(step.getArgumentsContent() ?? '', image);
    default:
      throw new Error(`${step.getKeyword()} is not known here`);
  }
}

async function runShell(command: string, image: Image): Promise<void> {
  // Only root may give files away, and only where the user exists; what the step wanted is noted instead.
  const shims = join(image.root, '.shims');
  const log = join(shims, 'chown.log');
  mkdirSync(shims, { recursive: true });
  writeFileSync(join(shims, 'chown'), `#!/bin/sh\necho "$@" >> '${log}'\n`);
  chmodSync(join(shims, 'chown'), 0o755);
  const moved = command.replace(
    /(^|[\s=:'"])(\/(?!dev\/)[\w./-]*)/g,
    (_, before, path) => before + inside(image, path),
  );
  await promisify(execFile)('sh', ['-c', moved], {
    cwd: inside(image, image.workdir),
    env: environment(image, { npm_config_prefer_offline: 'true' }, shims),
  });
  if (!existsSync(log)) return;
  for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
    const [owner = '', ...paths] = line.split(' ');
    for (const path of paths) image.owners[`/${relative(image.root, path)}`] = owner;
  }
}

function copy(
  values: readonly string[],
  from: string,
  image: Image,
  isSeen: (path: string) => boolean,
): void {
  const target = values.at(-1) ?? '';
  const into = inside(image, posix.resolve(image.workdir, target));
  for (const source of values.slice(0, -1)) {
    const path = join(from, source);
    const name = relative(from, path);
    if (!existsSync(path) || (name !== '' && !isSeen(name)))
      throw new Error(`COPY ${source}: not in the build context`);
    const isFolder = statSync(path).isDirectory();
    cpSync(path, isFolder || !/(^\.|\/)$/.test(target) ? into : join(into, basename(path)), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => file === path || isSeen(relative(from, file)),
    });
  }
}

/** The machine's own variables, and over them the image's, its absolute paths moved into its folder. */
function environment(image: Image, extra: Record<string, string> = {}, shims = ''): NodeJS.ProcessEnv {
  const path = [shims, inside(image, '/usr/local/bin'), process.env.PATH].filter(Boolean).join(delimiter);
  const own = Object.entries(image.env).map(([name, value]) => [
    name,
    value.startsWith('/') ? inside(image, value) : value,
  ]);
  return { ...process.env, ...extra, ...Object.fromEntries(own), PATH: path };
}

function valuesOf(step: Instruction): string[] {
  return step.getArguments().map((argument) => argument.getValue());
}

function propertiesOf(step: Instruction): Record<string, string> {
  const properties = step instanceof PropertyInstruction ? step.getProperties() : [];
  return Object.fromEntries(properties.map((property) => [property.getName(), property.getValue() ?? '']));
}

function emptyImage(base: string, root: string): Image {
  return {
    base,
    root,
    env: {},
    workdir: '/',
    user: 'root',
    volumes: [],
    entrypoint: [],
    labels: {},
    owners: {},
  };
}
