/** The dataset search and dataset lookup APIs: `/api/datasets/1.0/`. */

import { LRUCache } from 'lru-cache';
import { type Dataset, readDataset } from './dataset.ts';
import { OdsError, requireWellFormed, unexpectedAnswer } from './errors.ts';
import { type FacetGroup, readFacetGroups } from './facets.ts';
import { isPathSegment } from './identifier.ts';
import { isObject, readNumber, readObjects } from './json.ts';
import type { Parameter } from './parameter.ts';
import { Reader } from './reader.ts';
import type { Lookup, ReadCall, Sought } from './transport/call.ts';
import { ask, askKept, type Session } from './transport/session.ts';

export interface DatasetPage {
  /** How many datasets match, on this page and beyond. */
  total: number;
  datasets: Dataset[];
  facetGroups: FacetGroup[];
}

const pages = new Reader<DatasetPage>(({ json }) => readDatasetPage(json));
const datasets = new Reader<Dataset>(({ json }) => readDataset(json));

/** `GET /api/datasets/1.0/search/`. `sought`: what it looks up, if it looks up something. */
export function searchDatasets(
  session: Session,
  parameters: readonly Parameter[],
  sought: Sought = {},
): Promise<DatasetPage> {
  return ask(session, { ...datasetSearch(parameters), ...sought });
}

/** Who made a dataset, when and how often it changes is in the metadata for other catalogs (DCAT), for the asking. */
const WITH_DCAT: readonly Parameter[] = [['interopmetas', 'true']];

/** The call of a dataset search. */
export function datasetSearch(parameters: readonly Parameter[]): ReadCall<DatasetPage> {
  return {
    path: '/api/datasets/1.0/search/',
    parameters: [...parameters, ...WITH_DCAT],
    kind: 'dataset',
    read: (answer) => pages.read(answer),
  };
}

/**
 * `GET /api/datasets/1.0/<id>/`: null if the portal has no such dataset, or hides it from this caller. `lookup`: the
 * same, if others may share the call.
 */
export async function lookupDataset(
  session: Session,
  datasetId: string,
  lookup?: Lookup,
): Promise<Dataset | null> {
  requireWellFormed(datasetId, 'datasetId');
  if (!isPathSegment(datasetId)) return null;
  try {
    return await ask(session, { ...newDatasetCall(datasetId), lookup });
  } catch (error) {
    if (error instanceof OdsError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** The same at once, if its answer is kept and new; undefined if it has to be asked for, or there is none. */
export function keptDataset(session: Session, datasetId: string): Dataset | undefined {
  return isPathSegment(datasetId) ? askKept(session, datasetCall(datasetId)) : undefined;
}

/** The calls that were made last, for datasets whose ids are not of absurd length: nearly every operation makes one. */
const calls = new LRUCache<string, ReadCall<Dataset>>({ max: 1000 });
const LONGEST_ID = 200;

function datasetCall(datasetId: string): ReadCall<Dataset> {
  const known = calls.get(datasetId);
  if (known) return known;
  const call = { ...newDatasetCall(datasetId), comesAgain: true };
  if (datasetId.length <= LONGEST_ID) calls.set(datasetId, call);
  return call;
}

function newDatasetCall(datasetId: string): ReadCall<Dataset> {
  return {
    path: `/api/datasets/1.0/${encodeURIComponent(datasetId)}/`,
    parameters: WITH_DCAT,
    datasetId,
    kind: 'dataset',
    read: (answer) => datasets.read(answer),
  };
}

/** Reads an answer of dataset search, of any era. */
export function readDatasetPage(json: unknown): DatasetPage {
  if (!isObject(json) || (readNumber(json.nhits) === null && !Array.isArray(json.datasets)))
    throw unexpectedAnswer('dataset search', 'an object with nhits or datasets');
  const datasets = readObjects(json.datasets).map(readDataset);
  return {
    total: readNumber(json.nhits) ?? datasets.length,
    datasets,
    facetGroups: readFacetGroups(json.facet_groups),
  };
}
