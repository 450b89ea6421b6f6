/** The keys of a `sort` parameter. */

export interface SortKey {
  name: string;
  /** Whether a `-` stands before the name. */
  isSigned: boolean;
}

/** Every name once. A name that comes again changes nothing: what is equal by it stays equal. */
export function sortKeys(texts: readonly string[]): SortKey[] {
  const keys = new Map<string, SortKey>();
  for (const text of texts) {
    const isSigned = text.startsWith('-');
    const name = isSigned ? text.slice(1) : text;
    if (!keys.has(name)) keys.set(name, { name, isSigned });
  }
  return [...keys.values()];
}
