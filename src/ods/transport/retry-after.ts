import type { AnswerHeaders } from './quota.ts';

/** A portal that is away for longer is looked at all the same after so many milliseconds. */
const LONGEST = 600_000;

const SECONDS = /^\d{1,9}$/;
/** A date of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The moment that `Retry-After` names, ten minutes ahead at most; null if it names none that lies ahead. */
export function readRetryAfter(headers: AnswerHeaders, now: Date): Date | null {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return null;
  const milliseconds = waitOf(value.trim(), now.getTime());
  return milliseconds > 0 ? new Date(now.getTime() + Math.min(milliseconds, LONGEST)) : null;
}

function waitOf(text: string, now: number): number {
  if (SECONDS.test(text)) return Number(text) * 1000;
  return DATE.test(text) ? Date.parse(text) - now : 0;
}
