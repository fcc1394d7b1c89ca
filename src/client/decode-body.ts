import type { Transform } from 'node:stream';

/** Thrown when a response is compressed in a way that Node can't undo. */
export class UnknownEncodingError extends Error {
  readonly encoding: string;

  constructor(encoding: string) {
    super(`unknown content encoding ${encoding}`);
    this.encoding = encoding;
  }
}

/**
 * Undoes the response's `Content-Encoding` (RFC 9110, section 8.4): some servers and proxies compress though nobody
 * asked. Each segment's text is given on as soon as it can be read. Throws {@link UnknownEncodingError} and what `node:zlib` throws.
 */
export function decodeBody(
  body: AsyncIterable<Buffer>,
  contentEncoding: string | undefined,
): AsyncIterable<Buffer> {
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  // Listed in the order in which they were applied.
  return encodings.reduceRight(decodeOne, body);
}

async function* decodeOne(
  body: AsyncIterable<Buffer>,
  encoding: string,
): AsyncGenerator<Buffer, void, undefined> {
  const decoded: Buffer[] = [];
  let decoder: Transform | undefined;
  for await (const segment of body) {
    if (decoder === undefined) {
      decoder = await createDecoder(encoding, segment);
      decoder.on('data', (piece: Buffer) => decoded.push(piece));
      // Between two writes nobody listens, and an unheard error would end the process.
      decoder.on('error', () => {});
    }
    try {
      await write(decoder, segment);
    } finally {
      // What could be read before the damage is part of the answer.
      yield* decoded.splice(0);
    }
  }
}

/** A decoder that fails emits its error, and never calls back. */
function write(decoder: Transform, segment: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    decoder.once('error', reject);
    decoder.write(segment, (error) => {
      decoder.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}

async function createDecoder(encoding: string, first: Buffer): Promise<Transform> {
  const zlib = await import('node:zlib');
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'deflate':
      // By the RFC a zlib stream, whose first byte is 0x78 in practice; from some servers the bare data.
      return first[0] === 0x78 ? zlib.createInflate() : zlib.createInflateRaw();
    default:
      throw new UnknownEncodingError(encoding);
  }
}
