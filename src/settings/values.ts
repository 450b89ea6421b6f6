/** What the values of settings may be, and how the text of a variable becomes one. */
import { z } from 'zod';

export const integer = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max));
export const port = (fallback: number) => integer(0, 65_535).optional().default(fallback);
export const seconds = (fallback: number) => integer(0, 604_800).optional().default(fallback);
export const text = z.string().optional();
/** A credential becomes part of an HTTP header. */
export const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .optional();

export const pushKeys = z
  .string()
  .transform(parseJson)
  .pipe(z.record(z.string().regex(/^[\w.@-]+\/[\w.-]+$/), z.string().regex(/^[\x21-\x7e]+$/)))
  .optional();
export const tokens = z
  .string()
  .transform((list) => list.split(',').map((token) => token.trim()))
  .pipe(z.array(z.string().regex(/^[\x21-\x7e]+$/)))
  .optional();

/** Names of hosts, as a `Host` header writes them. */
export const hosts = z
  .string()
  .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/)))
  .optional();
export const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().refine((origin) => origin === '*' || isOrigin(origin))))
  .optional();
export const rateLimit = z
  .string()
  .regex(/^[1-9]\d{0,8}(?:\/[1-9]\d{0,8})?$/)
  .transform((text) => {
    const [operations = 0, calls = operations] = text.split('/').map(Number);
    return { operations, calls };
  })
  .optional();

/** Undefined fits no schema, so a text that is not JSON is refused. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whether an address has no credential, no query and no fragment. */
export function isAddressAlone({ username, password, search, hash }: URL): boolean {
  return [username, password, search, hash].every((part) => part === '');
}

/** Whether a browser could send the text as `Origin`: a scheme, a host and a port, and nothing after them. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
