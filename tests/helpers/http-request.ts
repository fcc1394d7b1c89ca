/** One HTTP request as it came. */
export interface RecordedRequest {
  readonly method: string;
  /** The request's target as sent: a path, or from a proxy's client a whole URL or `host:port`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON, or undefined. */
  readonly json: RequestJson | undefined;
  /** Everything, byte for byte, headers included. */
  readonly raw: string;
}

/** What tests look at in a chat completion's request. */
export interface RequestJson {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly [parameter: string]: unknown;
}

/** Cuts the bytes of a connection into requests, and hands them on one after the other. */
export class RequestReader {
  #bytes = Buffer.alloc(0);
  #handling: Promise<void> = Promise.resolve();
  readonly #handle: (request: RecordedRequest) => Promise<void>;

  constructor(handle: (request: RecordedRequest) => Promise<void>) {
    this.#handle = handle;
  }

  push(segment: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, segment]);
    for (let request = this.#next(); request !== undefined; request = this.#next()) {
      const whole = request;
      this.#handling = this.#handling.then(() => this.#handle(whole));
    }
  }

  #next(): RecordedRequest | undefined {
    const headEnd = this.#bytes.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const head = this.#bytes.toString('latin1', 0, headEnd);
    const [requestLine = '', ...lines] = head.split('\r\n');
    const headers = Object.fromEntries(lines.map(splitHeader));
    const end = headEnd + 4 + Number(headers['content-length'] ?? 0);
    if (this.#bytes.length < end) return undefined;
    const body = this.#bytes.toString('utf8', headEnd + 4, end);
    const raw = this.#bytes.toString('utf8', 0, end);
    this.#bytes = this.#bytes.subarray(end);
    const [method = '', path = ''] = requestLine.split(' ');
    return { method, path, headers, body, json: parse(body), raw };
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function parse(body: string): RequestJson | undefined {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
