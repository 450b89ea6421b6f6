/** What a query depends on beside its table. */
import type { RequestBudget } from '../request-budget.ts';

/** What dates in a query depend on. */
export interface Clock {
  /** What `#now` means. */
  now: Date;
  /** IANA name of the zone in which the days of datetimes begin. */
  timezone: string;
}

export interface QueryContext extends Clock {
  budget: RequestBudget;
}
