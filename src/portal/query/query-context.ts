/** What a query is read against, beside the table. */
export interface QueryContext {
  /** What `#now` means. */
  now: Date;
  /** IANA name: where the days of datetimes begin. */
  timezone: string;
}
