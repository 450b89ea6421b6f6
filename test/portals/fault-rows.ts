/** What each fault of a portal is told as. */
import { deserted } from './fake-portal.ts';
import * as faults from './faults.ts';

/** What a fault is told as. Of a file: `ok` if it flows to its end, `flows` without one, `cut` if it breaks off. */
export interface Expected {
  read: string;
  file: string;
  change: string;
  /** True if a read may be sent again. */
  again?: boolean;
  /** True if an error names the moment at which to come again. */
  retryAt?: boolean;
  /** False if a quota error does not. */
  isDated?: boolean;
  /** True if it meets every connection: then no request arrives. */
  isAway?: boolean;
}

const TIMEOUT = 'UPSTREAM_TIMEOUT';
const AWAY = 'UPSTREAM_UNAVAILABLE';
const INVALID = 'UPSTREAM_INVALID_RESPONSE';
const UNKNOWN = 'OUTCOME_UNKNOWN';
const all = (code: string, rest: Partial<Expected> = {}): Expected => ({
  read: code,
  file: code,
  change: code,
  ...rest,
});
const broken = all(AWAY, { change: UNKNOWN, again: true });
const late = all(TIMEOUT, { change: UNKNOWN });

export type Row = [name: string, fault: faults.Fault | URL | 'not trusted', expected: Expected];

const named = (group: Record<string, faults.Fault>, name: string, expected: Expected): Row => {
  const fault = group[name];
  if (!fault) throw new Error(`no fault ${name}`);
  return [name, fault, expected];
};

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const skewed = (limit: string, remaining: string, reset: string) =>
  faults.rightWith({
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': reset,
  });
const fine = all('ok');
const soon = String(Math.ceil(Date.now() / 1000) + 3600);

export const ROWS: Row[] = [
  ['refused', await deserted(), all(AWAY, { again: true, isAway: true })],
  ['no such host', new URL('http://portal.invalid'), all(AWAY, { again: true, isAway: true })],
  ['certificate', 'not trusted', all(AWAY, { isAway: true })],
  named(faults.reset, 'reset before the headers', broken),
  named(faults.reset, 'reset in the headers', broken),
  named(faults.reset, 'reset after the headers', { ...broken, file: 'cut' }),
  named(faults.reset, 'half-closed', broken),
  named(faults.stalls, 'stall before the headers', late),
  named(faults.stalls, 'stall in the headers', late),
  named(faults.stalls, 'stall after the headers', { ...late, file: 'cut' }),
  named(faults.stalls, 'stall in the body', { ...late, file: 'cut' }),
  named(faults.stalls, 'trickle', { ...late, file: 'flows' }),
  named(faults.noAnswers, 'truncated JSON', { read: INVALID, file: 'ok', change: UNKNOWN }),
  named(faults.noAnswers, 'HTML', { read: INVALID, file: 'UNAUTHENTICATED', change: UNKNOWN }),
  named(faults.noAnswers, 'empty body', { read: INVALID, file: 'ok', change: UNKNOWN }),
  named(faults.noAnswers, 'error object', { read: INVALID, file: 'ok', change: INVALID }),
  ['wrong content type', faults.rightWith({ 'content-type': 'image/png' }), fine],
  named(faults.tooMuch, 'body without end', { read: INVALID, file: 'flows', change: UNKNOWN }),
  named(faults.tooMuch, 'compressed bomb', { read: INVALID, file: 'flows', change: UNKNOWN }),
  ['header flood', faults.headerFlood, all(AWAY, { change: UNKNOWN })],
  ['400', faults.status(400), all('BAD_USER_INPUT')],
  ['413', faults.status(413), all('BAD_USER_INPUT')],
  ['500', faults.status(500), all(AWAY, { change: UNKNOWN })],
  ['500, Retry-After', faults.status(500, '60'), all(AWAY, { change: UNKNOWN, retryAt: true })],
  ['502', faults.status(502), broken],
  ['502, Retry-After', faults.status(502, '60'), all(AWAY, { change: UNKNOWN, retryAt: true })],
  ['503', faults.status(503), broken],
  ['503, Retry-After', faults.status(503, '60'), all(AWAY, { change: UNKNOWN, retryAt: true })],
  ['504', faults.status(504), { ...late, again: true }],
  ['504, Retry-After', faults.status(504, '60'), { ...late, retryAt: true }],
  ['408', faults.status(408), late],
  ['429', faults.quotaError(429, { errorcode: 10002, reset_time: inAnHour() }), all('QUOTA_EXCEEDED')],
  ['429, Retry-After', faults.status(429, '60'), all('QUOTA_EXCEEDED')],
  [
    '403 of before 2017',
    faults.quotaError(403, { errorcode: 10001 }),
    all('QUOTA_EXCEEDED', { isDated: false }),
  ],
  ['redirect', faults.redirect('/elsewhere/'), all(INVALID)],
  ['redirect to a host', faults.redirect('http://169.254.169.254/'), all(INVALID)],
  ['quota of 400 digits', skewed('9'.repeat(400), '9'.repeat(399), soon), fine],
  ['quota below zero', skewed('5000', '-1', soon), fine],
  ['quota until 5138', skewed('5000', '0', '99999999999'), fine],
];
