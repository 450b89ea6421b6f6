/** A value as a string literal of the query language: whatever is in it stays a value. */
export function quote(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
