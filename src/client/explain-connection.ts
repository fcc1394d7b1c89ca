import { CliError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { type ConnectionFailure, isTlsReason } from './failures.ts';
import { quote } from './foreign-text.ts';

/** Says why no connection came about, and what to do. */
export function explainConnection(failure: ConnectionFailure, endpoint: Endpoint): CliError {
  const { message, hint } = describe(failure, endpoint);
  return new CliError('network', message, { hint, cause: failure.cause });
}

function describe(failure: ConnectionFailure, endpoint: Endpoint): { message: string; hint: string } {
  const { peer, reason } = failure;
  const address = `${peer.host.includes(':') ? `[${peer.host}]` : peer.host}:${peer.port}`;
  const who = peer.isProxy ? `the proxy ${address}` : address;
  const check = peer.isProxy
    ? 'check the proxy in HTTPS_PROXY or HTTP_PROXY, or list the server in NO_PROXY'
    : `check the network and the base URL (${endpoint.baseUrl})`;
  switch (reason) {
    case 'ECONNREFUSED':
      return {
        message: `connection refused: nothing listens at ${who}`,
        hint: peer.isProxy ? check : `start the server, or check the base URL (${endpoint.baseUrl})`,
      };
    case 'ENOTFOUND':
    case 'ENODATA':
      return {
        message: `no such host: ${peer.isProxy ? `${peer.host}, the proxy` : peer.host}`,
        hint: check,
      };
    case 'EAI_AGAIN':
      return {
        message: `the host name ${peer.host} can't be looked up now: is the network up?`,
        hint: check,
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return { message: `${who} closed the connection before it answered`, hint: 'try again in a moment' };
    case 'ETIMEDOUT':
      return { message: `${who} can't be reached: the connection timed out`, hint: check };
  }
  if (isTlsReason(reason)) return describeTls(reason, peer.host, address, endpoint);
  if (reason.startsWith('HPE_')) {
    return {
      message: `${who} does not answer in HTTP (${reason})`,
      hint: `check the base URL (${endpoint.baseUrl}): its port, and whether it is https or http`,
    };
  }
  const cause =
    reason !== ''
      ? reason
      : quote(failure.cause instanceof Error ? failure.cause.message : '', endpoint.redact);
  return { message: `the connection to ${who} failed${cause === '' ? '' : `: ${cause}`}`, hint: check };
}

function describeTls(
  reason: string,
  host: string,
  address: string,
  endpoint: Endpoint,
): { message: string; hint: string } {
  switch (reason) {
    case 'CERT_HAS_EXPIRED':
      return {
        message: `the certificate of ${host} has expired`,
        hint: "check this machine's clock; otherwise the server needs a new certificate",
      };
    case 'CERT_NOT_YET_VALID':
      return { message: `the certificate of ${host} is not valid yet`, hint: "check this machine's clock" };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        message: `the certificate that ${address} shows is another host's, not ${host}'s`,
        hint: `check the base URL (${endpoint.baseUrl})`,
      };
  }
  if (/^(?:EPROTO|ERR_SSL_)/.test(reason)) {
    return {
      message: `no TLS connection to ${address} (${reason})`,
      hint: `if the server speaks plain http, use http:// in the base URL (${endpoint.baseUrl})`,
    };
  }
  const selfSigned = reason.includes('SELF_SIGNED') ? ' (self-signed)' : '';
  return {
    message: `the certificate of ${host} is not trusted${selfSigned}: ${reason}`,
    hint: "if the server is yours or your company's, set NODE_EXTRA_CA_CERTS to a file with its authority's certificate (PEM)",
  };
}
