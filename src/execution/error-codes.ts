/** The codes that errors have for callers, as logs, numbers and spans tell of them. */
import { OdsError } from '../ods/errors.ts';

/** An operation may have thousands of errors; they have a few codes. */
const MAX_CODES = 20;

/** The codes of errors, each once. */
export function codesOf(errors: readonly unknown[]): string[] {
  const codes = new Set<string>();
  for (const error of errors) {
    if (codes.size === MAX_CODES) break;
    const code = codeOf(error);
    if (code !== undefined) codes.add(code);
  }
  return [...codes];
}

/** The code that an error has for the caller. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof OdsError) return error.code;
  if (!(error instanceof Error) || !('extensions' in error)) return undefined;
  const { extensions } = error;
  const code =
    typeof extensions === 'object' && extensions !== null && 'code' in extensions && extensions.code;
  return typeof code === 'string' ? code : undefined;
}
