import { once } from 'node:events';
import { connect } from 'node:net';
import type { Reply } from './fake-server.ts';

/**
 * As a proxy: opens the tunnel that CONNECT asks for, to `port` on this machine, whatever host is named, so that
 * tests can use names that do not exist.
 */
export function tunnelTo(port: number): Reply {
  return async ({ socket }) => {
    const target = connect(port, '127.0.0.1');
    target.on('error', () => socket.destroy());
    socket.on('close', () => target.destroy());
    await once(target, 'connect');
    socket.removeAllListeners('data');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(target).pipe(socket);
  };
}
