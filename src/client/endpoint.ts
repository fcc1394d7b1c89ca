import type { Clock } from '../runtime.ts';

/** Gives a text without the secrets in it. */
export type Redact = (text: string) => string;

/** A server, and how to talk to it. */
export interface Endpoint {
  /** Without a trailing slash and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Where the key came from, as a message says it: `the environment (OPENAI_API_KEY)`, `.env`, `the config file`. */
  readonly keySource: string | null;
  /** How long the server may stay without an event, in milliseconds; keep-alive comments are no events. */
  readonly timeoutMs: number;
  /** How many times a request is sent again. */
  readonly maxRetries: number;
  /** Proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`; empty means unset. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly userAgent: string;
  /** Hides the key, and whatever else is secret, in what a server says. */
  readonly redact: Redact;
  /** False: go straight to the server, whatever `env` says. A loopback server is never asked through a proxy. */
  readonly useProxy?: boolean;
  /** Told what goes over the wire, one line at a time: no key, no cookie, no prompt. */
  readonly debug?: (line: string) => void;
}
