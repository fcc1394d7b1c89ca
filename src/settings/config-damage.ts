import { isUtf8 } from 'node:buffer';
import { CliError } from '../errors.ts';
import { jsonFault } from '../json/fault.ts';

/** The error for a config file that is no JSON object: says where it is damaged. */
export function damageOf(path: string, bytes: Buffer, hint: string): CliError {
  return new CliError('usage', `${path} is damaged: ${damageIn(bytes)}`, { hint });
}

/** Nothing that stands in the file: that may be a key. */
function damageIn(bytes: Buffer): string {
  if (!isUtf8(bytes)) return 'it is not UTF-8';
  const text = bytes.toString().replace(/^\uFEFF/, '');
  if (text.trim() === '') return 'it is empty';
  const fault = jsonFault(text);
  if (!fault) return 'it is not a JSON object';
  return fault.isEnd
    ? `it ends too early, in line ${fault.line}`
    : `it is not JSON from line ${fault.line}, column ${fault.column} on`;
}
