/** A circle in a condition that is sent as a filter by distance: only then a portal tells how far away each record is. */
import { type FieldSet, isGeo } from '../field.ts';
import { type Condition, MAX_DEPTH } from './condition.ts';
import type { FieldTests } from './field-tests.ts';
import { type GeoPoint, isRadius } from './geo.ts';

interface Lifted {
  near: GeoPoint & { meters: number };
  /** What else has to hold. */
  rest: Condition;
}

/** Stands in the place of the circle, so that the conditions behind it keep their paths. */
const EVERYTHING: Condition = { all: [] };

/**
 * The first circle that must hold whatever else does, that is, below `all` only. Null without one, and if a filter by
 * distance could mean something else: it names no field, so the only place of a record must be one point. It also adds
 * the distance as the value `dist`, which must not hide a field of the dataset.
 */
export function liftNear(where: Condition, fields: FieldSet): Lifted | null {
  const [place, another] = [...fields].filter(isGeo);
  if (place?.type !== 'GEO_POINT' || another !== undefined || fields.get('dist')) return null;
  return lift(where, place.name, fields, 0);
}

function lift(where: Condition, point: string, fields: FieldSet, depth: number): Lifted | null {
  const { all, any, not, field, near } = where;
  // Deeper ones are refused when the condition is compiled.
  if (any || not || depth > MAX_DEPTH) return null;
  for (const [index, part] of all?.entries() ?? []) {
    const lifted = lift(part, point, fields, depth + 1);
    if (lifted) return { near: lifted.near, rest: { ...where, all: all?.with(index, lifted.rest) } };
  }
  const circle = field ? field.near : near;
  // What is wrong with a circle is said when the condition is compiled.
  if (!circle || !isRadius(circle.meters)) return null;
  if (fields.get(field?.name ?? near?.field ?? '')?.name !== point) return null;
  return { near: circle, rest: field ? withoutNear(where, field) : EVERYTHING };
}

function withoutNear(where: Condition, field: FieldTests & { name: string }): Condition {
  const rest = { ...field, near: null };
  const isTested = Object.entries(rest).some(([key, value]) => key !== 'name' && (value ?? null) !== null);
  return isTested ? { ...where, field: rest } : EVERYTHING;
}
