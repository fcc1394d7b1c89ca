/** Bytes gathered, and what ended the reading before its end, if anything did. */
export interface Collected {
  readonly bytes: Buffer;
  readonly error?: unknown;
}

/** Reads `body` to its end, or to `limit` bytes, and keeps what came when it breaks. */
export async function collect(body: AsyncIterable<Buffer>, limit: number): Promise<Collected> {
  const segments: Buffer[] = [];
  let size = 0;
  try {
    for await (const segment of body) {
      segments.push(segment);
      size += segment.length;
      if (size >= limit) break;
    }
  } catch (error) {
    return { bytes: Buffer.concat(segments), error };
  }
  return { bytes: Buffer.concat(segments).subarray(0, limit) };
}
