/** The fields wanted of records: all of them, or those named. */
export type Projection = 'all' | ReadonlySet<string>;

/** The smallest projection that serves both. */
export function unite(one: Projection, other: Projection): Projection {
  if (one === other) return one;
  return one === 'all' || other === 'all' ? 'all' : new Set([...one, ...other]);
}

/** Many questions share one projection: its key is made once. */
const keys = new WeakMap<ReadonlySet<string>, string>();

/** A projection as part of a key. */
export function projectionKey(projection: Projection): string {
  if (projection === 'all') return '*';
  let key = keys.get(projection);
  if (key === undefined) {
    key = [...projection].sort().join(',');
    keys.set(projection, key);
  }
  return key;
}
