import { APIConnectionError, APIError } from 'openai/core/error';
import type { ServerError } from './error-body.ts';

/** The server answered a request with a status that is no answer, or sent an error in the middle of one. */
export class ServerFailure extends APIError {
  readonly detail: ServerError;
  /** How long the server asks to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;

  /** `status` is undefined for an error within an answer. */
  constructor(status: number | undefined, detail: ServerError, retryAfterMs: number | null = null) {
    super(status, detail, undefined, undefined);
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Who was at the other end of a connection. */
export interface Peer {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly isProxy: boolean;
}

/** A connection could not be made, or broke before the server answered. */
export class ConnectionFailure extends APIConnectionError {
  readonly peer: Peer;
  /** The system's code, such as `ECONNREFUSED`; empty where there is none. */
  readonly reason: string;

  constructor(peer: Peer, cause: unknown) {
    super({ cause: cause instanceof Error ? cause : undefined });
    this.peer = peer;
    this.reason = reasonOf(cause);
  }

  /** True for what another try may mend. A certificate, or a peer that does not speak the protocol, stays as it is. */
  get mayPass(): boolean {
    return !isTlsReason(this.reason) && !this.reason.startsWith('HPE_');
  }
}

/** Codes of OpenSSL and Node for a TLS connection that can't be made, a certificate's among them. */
export function isTlsReason(reason: string): boolean {
  return /^(?:ERR_SSL_|ERR_TLS_|EPROTO$|CERT_|CRL_)|CERT|ISSUER|VERIFY|HOSTNAME_MISMATCH/.test(reason);
}

/** When several addresses were tried, Node hides the reasons in an `AggregateError`. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) {
    const reasons = cause.errors.map(reasonOf).filter((reason) => reason !== '');
    return reasons[0] ?? '';
  }
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return '';
}
