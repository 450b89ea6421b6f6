import type { AxisValue } from '../ods/axis-value.ts';

/** A group of records: its place on each axis, and the value of each series. */
export interface AnalysisPoint {
  x: AxisValue[];
  /** In the order of the series asked for; null if there is none. */
  values: (number | null)[];
  /** The first or last dates, of those series that are dates and were read. */
  dates?: readonly (string | null)[] | undefined;
  /** The names of the series, in their order. */
  names: readonly string[];
}
