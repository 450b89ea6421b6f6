import type { HeaderReader } from './header-reader.ts';
import { HttpError } from './http-error.ts';

/**
 * The types of a body that holds an operation. A page of another site can send none of them without asking first
 * (a CORS preflight): forms and plain text, which it can send, run nothing.
 */
const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/graphql+json']);

/** The charset of a body of JSON; refuses any other type of body. */
export function requireJsonType(header: HeaderReader): string {
  const type = header('content-type') ?? '';
  // So most clients write it.
  if (type === 'application/json' && header('content-encoding') === null) return 'utf-8';
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (!JSON_TYPES.has(essence.toLowerCase())) throw unsupported('Content-Type: send application/json.');
  const encoding = header('content-encoding') ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity') {
    throw unsupported('Content-Encoding: send the body as it is, without compression.');
  }
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice('charset='.length);
  return charset?.replaceAll('"', '') || 'utf-8';
}

function unsupported(message: string): HttpError {
  return new HttpError(415, message, {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    headers: { 'Accept-Post': [...JSON_TYPES].join(', ') },
  });
}
