import * as self from 'node:process';

/**
 * Node's own `node:http`. Not by an import: for that, Node reads all that the module has to offer, and so loads the client
 * behind global `fetch`, which 24 offers there too: 25 ms.
 */
export async function nodeHttp(): Promise<typeof import('node:http')> {
  return self.getBuiltinModule?.('node:http') ?? (await import('node:http'));
}
