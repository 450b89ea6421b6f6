/** Reads the parameters of a clustering. */
import { readFilter } from '../analysis/filter.ts';
import { readSeries, type Series } from '../analysis/series.ts';
import { badRequest } from '../errors.ts';
import { deepest, isTrue, type Parameters } from '../parameters.ts';
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

/** How many shapes an answer has if the request does not say. */
const usualShapes = 1_000;

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

/** The zoom of a request for shapes. */
export const readZoom = (parameters: Parameters): number => mandatory(parameters, 'clusterprecision', finest);

/** How many shapes a request asks for. */
export function readMost(parameters: Parameters, name: 'maxpoints' | 'rows'): number {
  const most = optional(parameters, name, deepest);
  return most === undefined || most < 1 ? usualShapes : Math.floor(most);
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
