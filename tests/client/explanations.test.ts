import { describe, expect, it } from 'vitest';
import { explainBreak } from '../../src/client/explain-break.ts';
import { explainConnection } from '../../src/client/explain-connection.ts';
import { ConnectionFailure } from '../../src/client/failures.ts';
import { createHeaders } from '../../src/client/headers.ts';
import { EventTooLargeError } from '../../src/client/sse.ts';
import { CliError } from '../../src/errors.ts';
import { endpointOf } from './asking.ts';

const ENDPOINT = endpointOf('https://api.example.com/v1');
const PEER = { host: 'api.example.com', port: 443, isProxy: false };

function failure(code: string, peer = PEER): ConnectionFailure {
  return new ConnectionFailure(peer, Object.assign(new Error('words of Node'), { code }));
}

describe('a failed connection', () => {
  it.each([
    ['ECONNREFUSED', true, /nothing listens at api\.example\.com:443/, /base URL/],
    ['ENOTFOUND', true, /no such host: api\.example\.com/, /base URL/],
    ['EAI_AGAIN', true, /can't be looked up/, /network/],
    ['ECONNRESET', true, /closed the connection/, /again/],
    ['EPIPE', true, /closed the connection/, /again/],
    ['ETIMEDOUT', true, /timed out/, /network/],
    ['ENETUNREACH', true, /failed: ENETUNREACH/, /network/],
    ['EHOSTUNREACH', true, /failed: EHOSTUNREACH/, /network/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false, /not trusted \(self-signed\)/, /NODE_EXTRA_CA_CERTS/],
    ['SELF_SIGNED_CERT_IN_CHAIN', false, /not trusted \(self-signed\)/, /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false, /not trusted/, /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', false, /not trusted/, /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', false, /has expired/, /clock/],
    ['CERT_NOT_YET_VALID', false, /not valid yet/, /clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false, /another host's/, /base URL/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', false, /no TLS connection/, /http:\/\//],
    ['EPROTO', false, /no TLS connection/, /http:\/\//],
    ['HPE_INVALID_CONSTANT', false, /not answer in HTTP/, /base URL/],
    ['', true, /failed: words of Node/, /network/],
  ])('is explained: %s', (code, mayPass, message, hint) => {
    const failed = failure(code);
    expect(failed.mayPass).toBe(mayPass);
    const error = explainConnection(failed, ENDPOINT);
    expect(error).toMatchObject({
      kind: 'network',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it('to a proxy names the proxy and where it comes from', () => {
    const error = explainConnection(failure('ENOTFOUND', { host: 'p', port: 1, isProxy: true }), ENDPOINT);
    expect(error.message).toMatch(/p, the proxy/);
    expect(error.hint).toMatch(/HTTPS_PROXY/);
  });

  it('to an IPv6 address can be read', () => {
    expect(
      explainConnection(failure('ECONNREFUSED', { host: '::1', port: 1, isProxy: false }), ENDPOINT).message,
    ).toMatch(/\[::1\]:1$/);
  });

  it.each([
    [[{ code: 'ECONNREFUSED' }, { code: 'ENETUNREACH' }], 'ECONNREFUSED'],
    [[{}, { code: 'ETIMEDOUT' }], 'ETIMEDOUT'],
    [[], ''],
  ])('of several addresses has the first reason: %j', (reasons, reason) => {
    const errors = reasons.map((fields) => Object.assign(new Error('x'), fields));
    expect(new ConnectionFailure(PEER, new AggregateError(errors)).reason).toBe(reason);
  });
});

describe('a broken answer', () => {
  const asked = { endpoint: ENDPOINT, path: '/chat/completions', model: 'm' } as const;

  it('may be too large', () => {
    const error = explainBreak(new EventTooLargeError(256 * 2 ** 20), true, asked);
    expect(error).toMatchObject({ kind: 'incomplete', message: expect.stringContaining('256 MiB') });
  });

  it('may be a bug of ours, which is not dressed up', () => {
    const bug = new TypeError('x is not a function');
    expect(explainBreak(bug, true, asked)).toBe(bug);
  });
});

describe('organisation and project', () => {
  const env = { OPENAI_ORG_ID: 'org-1', OPENAI_PROJECT_ID: ' proj-1 ' };

  it.each([
    ['https://api.openai.com/v1', true],
    ['https://api.openai.com:443/v1', true],
    ['http://api.openai.com/v1', false],
    ['https://api.openai.com:8443/v1', false],
    ['https://api.openai.com.example.com/v1', false],
    ['https://eu.api.openai.com/v1', false],
    ['http://127.0.0.1/v1', false],
  ])('go to OpenAI alone: %s', (baseUrl, isTold) => {
    const headers = createHeaders(new URL(baseUrl), endpointOf(baseUrl, { env }));
    expect([headers['openai-organization'], headers['openai-project']]).toEqual(
      isTold ? ['org-1', 'proj-1'] : [undefined, undefined],
    );
  });

  it('may be empty, and are refused where they could not be sent', () => {
    const url = new URL('https://api.openai.com/v1');
    expect(createHeaders(url, endpointOf(url.href, { env: { OPENAI_ORG_ID: ' ' } }))).not.toHaveProperty(
      'openai-organization',
    );
    expect(() => createHeaders(url, endpointOf(url.href, { env: { OPENAI_ORG_ID: 'a\r\nb: c' } }))).toThrow(
      CliError,
    );
  });
});
