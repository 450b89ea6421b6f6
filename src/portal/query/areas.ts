/** The areas of geographic conditions, by number. */
import type { Polygon } from 'geojson';
import { LRUCache } from 'lru-cache';

/** How many corners are kept in all: far more than the requests of one moment have. */
const mostCorners = 500_000;

const areas = new LRUCache<number, Polygon>({
  maxSize: mostCorners,
  sizeCalculation: ({ coordinates }) => coordinates.reduce((sum, ring) => sum + ring.length, 1),
});

let last = 0;

/** Keeps an area, and returns its number. A statement passes the number: SQLite would copy a text for each record. */
export function numberOfArea(area: Polygon): number {
  last++;
  areas.set(last, area);
  return last;
}

/** The area of a number. It may be gone if a download stands still while many other areas are searched. */
export function areaOfNumber(number: number): Polygon {
  const area = areas.get(number);
  if (area === undefined)
    throw new Error('The area of this search is no longer kept: too many others came after it.');
  return area;
}
