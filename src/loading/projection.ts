import { onceFor } from '../ods/once-for.ts';

/** The fields wanted of records: all of them, or those named. */
export type Projection = 'all' | ReadonlySet<string>;

/** The smallest projection that serves both. */
export function unite(one: Projection, other: Projection): Projection {
  if (one === other) return one;
  return one === 'all' || other === 'all' ? 'all' : new Set([...one, ...other]);
}

/** Many questions share one projection. */
const sortedNames = onceFor((names: ReadonlySet<string>) => [...names].sort().join(','));

/** A projection as part of a key. */
export function projectionKey(projection: Projection): string {
  return projection === 'all' ? '*' : sortedNames(projection);
}
