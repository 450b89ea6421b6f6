import type { AxisValue } from '../ods/axis-value.ts';

/** A group of records: its place on each axis, and the value of each series. */
export interface AnalysisPoint {
  x: AxisValue[];
  /** In the order of the series asked for; null if there is none. */
  values: (number | null)[];
  /** The names of the series, in their order. */
  names: readonly string[];
}
