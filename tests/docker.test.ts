import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { ROOT } from './helpers/built.ts';
import { contextFilter, dockerBuild, dockerRun, type Image, inside } from './helpers/docker-build.ts';
import { tempDir } from './helpers/temp-dir.ts';

// The steps are shell commands for Linux.
describe.skipIf(process.platform === 'win32')('the Docker image', () => {
  let image: Image;

  beforeAll(async () => {
    image = await dockerBuild(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'), ROOT, tempDir());
  }, 180_000);

  it('is built on a slim image of a Node version that is supported, by its major version', () => {
    expect(image.base).toMatch(/^node:(22|24|26)-slim$/);
  });

  it('prints the version through its entrypoint', async () => {
    expect(await dockerRun(image, ['--version'])).toBe(`${manifest.version}\n`);
  });

  it('does not run as root', () => {
    expect(image.user).toBe('node');
  });

  it('keeps the conversations in a volume that belongs to its user alone', () => {
    const folder = image.env.AI_CHAT_CONFIG_DIR ?? '';
    expect(image.volumes).toEqual([folder]);
    expect(image.owners).toEqual({ [folder]: `${image.user}:${image.user}` });
    expect(statSync(inside(image, folder)).mode & 0o777).toBe(0o700);
  });

  it('says what it is', () => {
    expect(image.labels).toMatchObject({
      'org.opencontainers.image.title': manifest.name,
      'org.opencontainers.image.licenses': manifest.license,
    });
  });
});

describe('.dockerignore', () => {
  const isSeen = contextFilter(ROOT);

  it('lets in what the package is made from', () => {
    const needed = [
      'package.json',
      'package-lock.json',
      'src/main.ts',
      'bin/ai-chat.js',
      'README.md',
      'LICENSE',
    ];
    expect(needed.filter((path) => !isSeen(path))).toEqual([]);
  });

  it('keeps out secrets, history and what was built here', () => {
    const kept = [
      '.env',
      '.git/config',
      'node_modules/ora/index.js',
      'dist/main.js',
      'tests/package.test.ts',
      'x.tgz',
    ];
    expect(kept.filter(isSeen)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('the build in a folder', () => {
  const build = (dockerfile: string) => {
    const context = tempDir();
    writeFileSync(join(context, '.dockerignore'), 'secret\n');
    writeFileSync(join(context, 'a.txt'), 'a');
    mkdirSync(join(context, 'secret'));
    writeFileSync(join(context, 'secret', 'key'), 'k');
    return dockerBuild(dockerfile, context, tempDir());
  };

  it('fails where Docker would', async () => {
    await expect(build('FROM x\nCOPY missing.txt ./')).rejects.toThrow('not in the build context');
    await expect(build('FROM x\nCOPY secret/key ./')).rejects.toThrow('not in the build context');
    await expect(build('FROM x\nCOPY --from=other /a /b')).rejects.toThrow('unknown stage');
    await expect(build('FROM x\nRUN cat missing.txt')).rejects.toThrow('missing.txt');
  });

  it('copies between stages, moves absolute paths, and gives steps the environment', async () => {
    const image = await build(
      'FROM x AS one\nWORKDIR /src\nCOPY . .\nENV OUT=/out\nRUN mkdir /out && cp a.txt "$OUT/b.txt" && test ! -e secret' +
        '\nFROM y\nCOPY --from=one /out/ /usr/local/\nENTRYPOINT ["cat", "/usr/local/b.txt"]',
    );
    expect(image.base).toBe('y');
    expect(readFileSync(inside(image, '/usr/local/b.txt'), 'utf8')).toBe('a');
  });
});
