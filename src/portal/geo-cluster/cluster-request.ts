/** Reads the parameters of a clustering. */
import { readFilter } from '../analysis/filter.ts';
import { readSeries, type Series } from '../analysis/series.ts';
import { badRequest } from '../errors.ts';
import { isTrue, type Parameters } from '../parameters.ts';
import type { SearchRequest } from '../search/search-request.ts';
import { shown } from '../shown.ts';
import type { Table } from '../store/table.ts';

export interface ClusterRequest {
  filter: SearchRequest;
  series: readonly Series[];
  /** The zoom of a web map. */
  zoom: number;
  /** Pixels of that map around the centre. */
  radius: number;
  hasShapes: boolean;
}

/** The API's limit for the sum of clusterprecision and shapeprecision. */
const finest = 29;

/** In pixels: no screen needs more. */
const farthest = 1e6;

export function readClusterRequest(parameters: Parameters, table: Table): ClusterRequest {
  const zoom = mandatory(parameters, 'clusterprecision', finest);
  if (!Number.isInteger(zoom)) throw invalid(parameters, 'clusterprecision', 'a whole number');
  const radius = mandatory(parameters, 'clusterdistance', farthest);
  const shapePrecision = optional(parameters, 'shapeprecision', finest) ?? 0;
  if (zoom + shapePrecision > finest) {
    throw badRequest(`The sum of clusterprecision and shapeprecision must not exceed ${finest}.`);
  }
  const shapes = parameters.one('return_polygons');
  return {
    filter: readFilter(parameters),
    series: readSeries(parameters, table),
    zoom,
    radius,
    hasShapes: readMode(parameters) === 'polygon' && (shapes === undefined || isTrue(shapes)),
  };
}

function mandatory(parameters: Parameters, name: string, most: number): number {
  const value = optional(parameters, name, most);
  if (value === undefined) throw badRequest(`Missing API parameter: ${name}.`);
  return value;
}

function optional(parameters: Parameters, name: string, most: number): number | undefined {
  const text = parameters.one(name)?.trim();
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw invalid(parameters, name, `a number from 0 to ${most}`);
}

function invalid(parameters: Parameters, name: string, expected: string): Error {
  const text = shown(parameters.one(name) ?? '');
  return badRequest(
    `Invalid value for ${name} API parameter: ${text} was found but ${expected} is expected.`,
  );
}

function readMode(parameters: Parameters): 'polygon' | 'heatmap' {
  const mode = parameters.one('clustermode') ?? 'polygon';
  if (mode === 'polygon' || mode === 'heatmap') return mode;
  throw invalid(parameters, 'clustermode', 'polygon or heatmap');
}
