// Loaded into ai-chat before it starts: writes down, at its end, what it loaded and what it asked of the file system.
const fs = require('node:fs');
const net = require('node:net');
const { basename, dirname } = require('node:path');

const CALLS = [
  'openSync',
  'statSync',
  'readFileSync',
  'readdirSync',
  'mkdirSync',
  'renameSync',
  'unlinkSync',
];
const write = fs.writeFileSync;
const stat = fs.statSync;
const count = { calls: 0, callsBeforeRequest: null, loadedBeforeRequest: null, written: 0, read: 0 };

const around = (object, name, note) => {
  const original = object[name];
  object[name] = function (...args) {
    const result = original.apply(this, args);
    note(result);
    return result;
  };
};
const loaded = () =>
  Object.keys(require.cache)
    .filter((path) => basename(dirname(path)) === 'dist')
    .map((path) => ({ name: basename(path), bytes: stat(path).size }));
const isRunning = () => Object.keys(require.cache).some((path) => basename(path) === 'main.js');
for (const name of CALLS) around(fs, name, () => isRunning() && count.calls++);
around(fs, 'writeSync', (bytes) => (count.written += bytes));
around(fs, 'readSync', (bytes) => (count.read += bytes));
around(net.Socket.prototype, 'connect', () => {
  count.callsBeforeRequest ??= count.calls;
  count.loadedBeforeRequest ??= loaded();
});

process.on('exit', () => {
  const builtins = process.moduleLoadList.map((entry) => entry.replace('NativeModule ', ''));
  write(process.env.AI_CHAT_PROBE, JSON.stringify({ ...count, loaded: loaded(), builtins }));
});
