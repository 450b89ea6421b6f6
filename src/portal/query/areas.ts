/** The areas that statements search in. */
import type { Polygon } from 'geojson';
import { LRUCache } from 'lru-cache';

/** How many corners are remembered in all: far more than the requests of one moment have. */
const mostCorners = 500_000;

const areas = new LRUCache<number, Polygon>({
  maxSize: mostCorners,
  sizeCalculation: ({ coordinates }) => coordinates.reduce((sum, ring) => sum + ring.length, 1),
});

let last = 0;

/** Remembers an area under a number. A statement passes the number on: SQLite would copy the area for each record. */
export function numberOfArea(area: Polygon): number {
  last++;
  areas.set(last, area);
  return last;
}

/** The area of that number. A download that nobody reads on may find it forgotten. */
export function areaOfNumber(number: number): Polygon {
  const area = areas.get(number);
  if (area === undefined) throw new Error('The area of this search is forgotten: too many came after it.');
  return area;
}
