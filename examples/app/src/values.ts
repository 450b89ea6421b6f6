/** Values as people read them. The types of the graph know what a field holds; what is pushed by others is `unknown`. */

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

export function numberText(value: number | null | undefined): string {
  return value?.toLocaleString('en') ?? '';
}

/** The graph writes instants as ISO 8601, in UTC. */
export function timeText(value: string | null): string {
  if (value === null) return '';
  return new Date(value).toLocaleString('en', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
}
