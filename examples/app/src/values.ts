/**
 * What a field of a record holds is for its dataset to say, so the types of the graph call it `unknown`. These make texts
 * of it, whatever it is.
 */

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberText(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en') : '';
}

/** The graph writes instants as ISO 8601, in UTC. */
export function timeText(value: unknown): string {
  const time = new Date(textOf(value));
  if (Number.isNaN(time.getTime())) return '';
  return time.toLocaleString('en', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
}
