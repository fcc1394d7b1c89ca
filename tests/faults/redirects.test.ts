import { afterAll, beforeAll, expect, it } from 'vitest';
import { answer, type FakeServer, type Reply, startFakeServer, status } from '../helpers/fake-server.ts';
import { checkFaults } from './check.ts';
import { all, answers, type Form, fails, KEY } from './fault.ts';

let other: FakeServer;
beforeAll(async () => {
  other = await startFakeServer([answer('stolen')]);
});
afterAll(() => other.close());

/** `HERE` stands for the port that was asked, `OTHER` for that of another server. */
function redirect(code: number, location: string): Reply {
  return (connection, request) => {
    const here = String(connection.socket.localPort);
    const target = location.replace('HERE', here).replace('OTHER', String(other.port));
    return status(code, '<html><title>Moved</title></html>', { Location: target })(connection, request);
  };
}

const to = (code: number, location: string): Form => ({
  when: `${code} to ${location.replace(KEY, 'KEY')}`,
  replies: [redirect(code, location), answer('Hi')],
});

checkFaults('a redirect within the server', [
  ...all(answers('Hi', { requests: 2 }), [
    to(307, '/other'),
    to(308, '/other'),
    to(307, 'elsewhere?a=b#c'),
    to(307, '../../x'),
    to(308, 'http://127.0.0.1:HERE/v2/chat/completions'),
    to(307, 'http://localhost:HERE/v1/chat/completions'),
    to(307, 'http://user:pass@127.0.0.1:HERE/v2'),
  ]),
  {
    when: 'three of them',
    replies: [redirect(307, '/a'), redirect(308, '/b'), redirect(307, '/c'), answer('Hi')],
    outcome: answers('Hi', { requests: 4 }),
  },
  {
    when: 'four of them',
    replies: [redirect(307, '/a')],
    outcome: fails(4, /redirects more than 3 times \(307\)/, /base URL/, { requests: 4 }),
  },
  ...all(
    fails(4, /redirects to http:\/\/127\.0\.0\.1:\d+\/other \(30[123]\)/, /--base-url/),
    [301, 302, 303].map((code) => to(code, '/other')),
  ),
]);

checkFaults('a redirect to another server', [
  ...all(
    fails(
      4,
      /redirects to another one, http:\/\/127\.0\.0\.1:\d+ \(30\d\); nothing was sent there/,
      /--base-url/,
    ),
    [301, 302, 303, 307, 308].map((code) => to(code, 'http://127.0.0.1:OTHER/v1/chat/completions')),
  ),
  ...all(fails(4, /redirects to another one.*nothing was sent there/, /--base-url/), [
    to(307, '//127.0.0.1:OTHER/v1'),
    to(307, 'https://127.0.0.1:HERE/v1'),
    to(307, 'http://127.0.0.1.evil.test:HERE/v1'),
    to(307, 'http://127.0.0.1:HERE@evil.test/v1'),
    to(308, 'file:///etc/passwd'),
    to(308, 'javascript:alert(1)'),
    to(307, `https://evil.test/?key=${KEY}`),
    to(307, `https://${KEY}.evil.test/`),
  ]),
  ...all(fails(4, /sent status 3\d\d, which is no answer/, /base URL/), [
    to(307, 'http://['),
    to(307, ''),
    to(300, ''),
    to(304, ''),
  ]),
]);

it('is not even connected to', () => {
  expect(other.connections).toBe(0);
});
