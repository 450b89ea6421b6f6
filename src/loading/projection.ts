/** The fields wanted of records: all of them, or those named. */
export type Projection = 'all' | ReadonlySet<string>;

/** The smallest projection that serves both. */
export function unite(one: Projection, other: Projection): Projection {
  return one === 'all' || other === 'all' ? 'all' : new Set([...one, ...other]);
}

/** A projection as part of a key. */
export function projectionKey(projection: Projection): string {
  return projection === 'all' ? '*' : [...projection].sort().join(',');
}
