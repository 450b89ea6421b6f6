/** A value as a string literal of the query language: whatever is in it stays a value. */
export function quote(value: string): string {
  // Ids, which come in hundreds, have neither.
  if (!value.includes('"') && !value.includes('\\')) return `"${value}"`;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
