import { isObject, type JsonObject, parseJson, words } from './json.ts';

/** What a server said went wrong, whatever the form it said it in. */
export interface ServerError {
  /** In the server's words, not cleaned, markup included; empty when it had none. */
  readonly message: string;
  /** Such as `model_not_found`; numbers, as some servers send, become strings. */
  readonly code: string | null;
  readonly type: string | null;
  /** The request's parameter that is at fault. */
  readonly param: string | null;
  /** True when it came as an `error` of OpenAI's form, so that an OpenAI-compatible server said it. */
  readonly structured: boolean;
}

/** The error in the body of a refused request: JSON, HTML or plain text. */
export function readErrorBody(body: string): ServerError {
  const json = parseJson(body);
  const error = json === undefined ? undefined : findError(json);
  if (error !== undefined) return error;
  return plain(body);
}

/** The error that a JSON value carries, or undefined when it carries none. */
export function findError(value: unknown): ServerError | undefined {
  if (Array.isArray(value)) return value.map(findError).find((error) => error !== undefined);
  if (!isObject(value)) return undefined;
  const { error } = value;
  if (isObject(error) && Object.keys(error).length > 0) return describe(error, true);
  if (words(error) !== undefined) return { ...describe({ ...value, message: error }, true) };
  const inChoice = findInChoices(value.choices);
  if (inChoice !== undefined) return describe(inChoice, true);
  if (value.object === 'error' || !('choices' in value)) {
    const found = describe(value, false);
    if (found.message !== '') return found;
  }
  return undefined;
}

/** OpenRouter has errors of whom it asked where the text would be. */
function findInChoices(choices: unknown): JsonObject | undefined {
  if (!Array.isArray(choices)) return undefined;
  return choices.map((choice) => (isObject(choice) ? choice.error : undefined)).find(isObject);
}

function describe(error: JsonObject, structured: boolean): ServerError {
  const nested = isObject(error.error) ? describe(error.error, true) : undefined;
  return {
    message: messageOf(error) ?? nested?.message ?? (structured ? JSON.stringify(error) : ''),
    code: label(error.code) ?? label(error.status) ?? nested?.code ?? null,
    type: label(error.type) ?? nested?.type ?? null,
    param: label(error.param) ?? nested?.param ?? null,
    structured,
  };
}

/** `message`: OpenAI; `detail`: FastAPI; `msg`, `title`: others. OpenRouter puts the words of whom it asked in `metadata.raw`. */
function messageOf(error: JsonObject): string | undefined {
  const message =
    words(error.message) ??
    detailOf(error.detail) ??
    words(error.msg) ??
    words(error.error_description) ??
    words(error.title);
  const upstream = isObject(error.metadata) ? words(error.metadata.raw) : undefined;
  return message !== undefined && upstream !== undefined ? `${message}: ${upstream}` : message;
}

/** FastAPI's `detail`: text, or a list of what failed to validate and where. */
function detailOf(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return isObject(detail) ? messageOf(detail) : words(detail);
  const failures = detail.filter(isObject).map((failure) => {
    const where = Array.isArray(failure.loc) ? `${failure.loc.filter(isStep).join('.')}: ` : '';
    return `${where}${words(failure.msg) ?? JSON.stringify(failure)}`;
  });
  return words(failures.join('; '));
}

/** The name of a field, or the number of an item. */
function isStep(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** LiteLLM, in Python, writes a null as `None`. */
function label(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return value === 'None' ? null : (words(value) ?? null);
}

function plain(message: string): ServerError {
  return { message: message.trim(), code: null, type: null, param: null, structured: false };
}
