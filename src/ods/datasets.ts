/** The dataset search and dataset lookup APIs: `/api/datasets/1.0/`. */

import { OdsError, requireWellFormed, unexpectedAnswer } from './errors.ts';
import { type FacetGroup, readFacetGroups } from './facets.ts';
import { type Field, FieldSet, readField } from './field.ts';
import { isPathSegment } from './identifier.ts';
import { readInstant } from './instant.ts';
import { isObject, type JsonObject, readNumber, readObjects, readText, readTexts } from './json.ts';
import type { Parameter } from './parameter.ts';
import { Reader } from './reader.ts';
import { shown } from './text.ts';
import { ask, type Session } from './transport/session.ts';

/** A document published beside the records. */
export interface Attachment {
  id: string;
  title: string | null;
  mediaType: string | null;
  description: string | null;
}

/** A dataset of the catalog: its metadata and the schema of its records. */
export interface Dataset {
  datasetId: string;
  title: string;
  /** HTML, as published. */
  description: string | null;
  publisher: string | null;
  license: string | null;
  licenseUrl: string | null;
  themes: string[];
  keywords: string[];
  languages: string[];
  references: string[];
  attributions: string[];
  timezone: string | null;
  modifiedAt: Date | null;
  dataProcessedAt: Date | null;
  metadataProcessedAt: Date | null;
  recordsCount: number;
  hasRecords: boolean;
  dataVisible: boolean;
  features: string[];
  /** Every metadata value, as the portal gives it. */
  metas: JsonObject;
  fields: FieldSet;
  attachments: Attachment[];
  alternativeExports: Attachment[];
}

export interface DatasetPage {
  /** How many datasets match, on this page and beyond. */
  total: number;
  datasets: Dataset[];
  facetGroups: FacetGroup[];
}

const pages = new Reader<DatasetPage>(({ json }) => readDatasetPage(json));
const datasets = new Reader<Dataset>(({ json }) => readDataset(json));

/** `GET /api/datasets/1.0/search/` */
export function searchDatasets(session: Session, parameters: readonly Parameter[]): Promise<DatasetPage> {
  return ask(session, {
    path: '/api/datasets/1.0/search/',
    parameters,
    kind: 'dataset',
    read: (answer) => pages.read(answer),
  });
}

/** `GET /api/datasets/1.0/<id>/`: null if the portal has no such dataset, or hides it from this caller. */
export async function lookupDataset(session: Session, datasetId: string): Promise<Dataset | null> {
  requireWellFormed(datasetId, 'datasetId');
  if (!isPathSegment(datasetId)) return null;
  const path = `/api/datasets/1.0/${encodeURIComponent(datasetId)}/`;
  try {
    return await ask(session, {
      path,
      parameters: [],
      datasetId,
      kind: 'dataset',
      read: (answer) => datasets.read(answer),
    });
  } catch (error) {
    if (error instanceof OdsError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
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

/** Reads a dataset of any era: metas may be missing, lists may be single values. */
export function readDataset(json: unknown): Dataset {
  const datasetId = isObject(json) ? readText(json.datasetid) : null;
  if (!isObject(json) || datasetId === null)
    throw unexpectedAnswer('dataset lookup', 'an object with a datasetid');
  const fields = readObjects(json.fields)
    .map(readField)
    .filter((field): field is Field => field !== null);
  return {
    datasetId,
    ...readMetas(isObject(json.metas) ? json.metas : {}, datasetId),
    hasRecords: json.has_records === true,
    // Absent until 2016, when every visible dataset's records were.
    dataVisible: json.data_visible !== false,
    features: readTexts(json.features),
    fields: new FieldSet(`dataset ${shown(datasetId)}`, fields),
    attachments: readAttachments(json.attachments),
    alternativeExports: readAttachments(json.alternative_exports),
  };
}

function readMetas(metas: JsonObject, datasetId: string) {
  return {
    title: readText(metas.title) ?? datasetId,
    description: readText(metas.description),
    publisher: readText(metas.publisher),
    license: readText(metas.license),
    licenseUrl: readText(metas.license_url),
    themes: readTexts(metas.theme),
    keywords: readTexts(metas.keyword),
    languages: readTexts(metas.language),
    references: readTexts(metas.references),
    attributions: readTexts(metas.attributions),
    timezone: readText(metas.timezone),
    modifiedAt: readInstant(metas.modified),
    dataProcessedAt: readInstant(metas.data_processed),
    metadataProcessedAt: readInstant(metas.metadata_processed),
    recordsCount: readNumber(metas.records_count) ?? 0,
    metas,
  };
}

function readAttachments(json: unknown): Attachment[] {
  return readObjects(json).flatMap((attachment) => {
    const id = readText(attachment.id);
    if (id === null) return [];
    return [
      {
        id,
        title: readText(attachment.title),
        mediaType: readText(attachment.mimetype),
        description: readText(attachment.description),
      },
    ];
  });
}
