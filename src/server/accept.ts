/** What a client would rather have: `Accept` and `Accept-Encoding`, with their weights (RFC 9110, section 12.5). */

export type Encoding = 'zstd' | 'br' | 'gzip' | 'identity';

/**
 * The encodings that this server knows; between equal weights the first is taken. They make answers about as small as one
 * another, and zstd takes a quarter of the time. A file is there in the others only, and is smaller in the first of them.
 */
const PREFERENCE: readonly Encoding[] = ['zstd', 'br', 'gzip', 'identity'];

/** The best of the encodings in which something is there; as it is, if the client takes none of them. */
export function encodingFor(header: string | null, available: readonly Encoding[]): Encoding {
  if (header === null) return 'identity';
  const weights = weightsOf(header);
  const weightOf = (encoding: Encoding) =>
    // An encoding that is not named has the weight of `*`. What it is without one may always be sent, but only if nothing better fits.
    weights.get(encoding) ?? weights.get('*') ?? (encoding === 'identity' ? Number.MIN_VALUE : 0);
  const [best] = PREFERENCE.filter((encoding) => available.includes(encoding) || encoding === 'identity')
    .map((encoding) => ({ encoding, weight: weightOf(encoding) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best?.encoding ?? 'identity';
}

/** True if a browser opens an address; false if the client asks for JSON at least as much as for HTML. */
export function prefersHtml(header: string | null | undefined): boolean {
  if (!header) return false;
  const weights = weightsOf(header);
  const html = weights.get('text/html') ?? 0;
  const json = [
    'application/json',
    'application/graphql-response+json',
    'text/event-stream',
    'multipart/mixed',
  ];
  return html > 0 && json.every((type) => (weights.get(type) ?? 0) < html);
}

/** The weight of each item that the header names, from 0 to 1; without one it is 1. */
function weightsOf(header: string): Map<string, number> {
  return new Map(
    header.split(',').map((item): [string, number] => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      const value = weight === undefined ? 1 : Number(weight);
      return [name, value >= 0 && value <= 1 ? value : 0];
    }),
  );
}
