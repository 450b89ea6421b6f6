/** Every recorded answer of a real portal is read by the client: a file that no reader takes fails this test. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/ods/dataset.ts';
import { readDatasetPage } from '../../src/ods/datasets.ts';
import { readFacetGroups } from '../../src/ods/facets.ts';
import { readField } from '../../src/ods/field.ts';
import { isObject, type JsonObject, readObjects } from '../../src/ods/json.ts';
import { readRecord, readRecordPage } from '../../src/ods/records.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import { QuotaBook } from '../../src/ods/transport/quota.ts';
import { errorOfAnswer } from '../../src/ods/transport/response-error.ts';

const FOLDER = new URL('../recorded/', import.meta.url);
const URL_OF_PORTAL = new URL('https://data.example.org');

/** Answers of APIs that the client does not have yet. */
const NOT_READ_YET = ['analyze', 'geocluster', 'boundingbox', 'push'];

const kinds = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

function filesOf(kind: string): [name: string, json: unknown, text: string][] {
  return readdirSync(new URL(`${kind}/`, FOLDER)).map((name) => {
    const text = readFileSync(new URL(`${kind}/${name}`, FOLDER), 'utf8');
    return [name, JSON.parse(text), text];
  });
}

function objectOf(json: unknown): JsonObject {
  if (!isObject(json)) throw new Error('A recorded answer that is no object');
  return json;
}

test('every folder is read here, or known not to be', () => {
  const read = [
    'dataset_search',
    'dataset_lookup',
    'records_search',
    'record_lookup',
    'download',
    'errors',
    'headers',
  ];
  expect(kinds.map(({ name }) => name).sort()).toEqual([...read, ...NOT_READ_YET].sort());
});

describe('records search', () => {
  test.each(filesOf('records_search'))('%s', (_, json) => {
    const raw = objectOf(json);
    const near = JSON.stringify(raw).includes('"dist"');
    const page = readRecordPage(raw, near);
    const records = readObjects(raw.records);
    expect(page.total).toBe(raw.nhits ?? records.length);
    expect(page.records.map(({ recordId }) => recordId)).toEqual(records.map(({ recordid }) => recordid));
    expect(page.records.map(({ datasetId }) => datasetId)).toEqual(records.map(({ datasetid }) => datasetid));
    for (const [index, record] of page.records.entries()) {
      const { dist, ...fields } = objectOf(records[index]?.fields);
      expect(record.fields).toEqual(fields);
      expect(record.distance).toBe(dist === undefined ? null : Number(dist));
      const stamp = records[index]?.record_timestamp;
      expect(record.timestamp?.getTime()).toBe(typeof stamp === 'string' ? Date.parse(stamp) : undefined);
      const geometry = records[index]?.geometry;
      expect(record.geometry).toEqual(isObject(geometry) && geometry.type ? geometry : null);
    }
    const groups = readObjects(raw.facet_groups);
    expect(page.facetGroups.map(({ name }) => name)).toEqual(groups.map(({ name }) => name));
    for (const [index, group] of page.facetGroups.entries()) {
      const facets = readObjects(groups[index]?.facets);
      expect(group.facets.map(({ path, count }) => [path, count])).toEqual(
        facets.map(({ path, count }) => [path, count]),
      );
    }
  });

  test('the tree of a refined date: its year displayed, its month refined', () => {
    const file = filesOf('records_search').find(([name]) => name.startsWith('commodity-prices'));
    expect(readRecordPage(file?.[1], false).facetGroups).toMatchObject([
      {
        name: 'date',
        facets: [
          { path: '1984', state: 'DISPLAYED', facets: [{ name: '12', path: '1984/12', state: 'REFINED' }] },
        ],
      },
    ]);
  });
});

test.each(filesOf('record_lookup'))('record lookup: %s', (_, json) => {
  const record = readRecord(json, false);
  expect(record).toMatchObject({
    datasetId: 'doc-geonames-cities-5000',
    fields: { name: 'Paris', population: 2_138_551, geo_point_2d: [48.85341, 2.3488] },
    geometry: { type: 'Point', coordinates: [2.3488, 48.85341] },
    distance: null,
  });
  expect(record.timestamp?.toISOString()).toBe('2021-01-04T11:22:14.440Z');
});

test.each(filesOf('download'))('download: the record of %s', (_, json) => {
  const record = readRecord(json, false);
  expect(record.fields).toMatchObject({ sensor_id: '17459', pm10: 4.075 });
  expect(record.timestamp?.toISOString()).toBe('2020-05-08T17:23:22.562Z');
});

test.each(filesOf('dataset_lookup'))('dataset lookup: %s', (_, json) => {
  const raw = objectOf(json);
  const metas = objectOf(raw.metas);
  const dataset = readDataset(json);
  expect(dataset).toMatchObject({
    datasetId: raw.datasetid,
    title: metas.title,
    recordsCount: metas.records_count,
    hasRecords: raw.has_records,
    dataVisible: true,
    metas,
  });
  // A text or a list, or nothing at all: always a list here, and never split.
  expect(dataset.themes).toEqual([metas.theme ?? []].flat());
  expect(dataset.keywords).toEqual([metas.keyword ?? []].flat());
  expect(dataset.modifiedAt?.getTime()).toBe(Date.parse(String(metas.modified)));
  expect([...dataset.fields].map(({ name }) => name)).toEqual(
    readObjects(raw.fields).map(({ name }) => name),
  );
  expect(dataset.attachments.map(({ id }) => id)).toEqual(readObjects(raw.attachments).map(({ id }) => id));
});

describe('dataset search', () => {
  test.each(filesOf('dataset_search'))('%s', (_, json) => {
    const raw = objectOf(json);
    // The documentation's samples are parts of answers: facet groups only, or the fields of a dataset.
    const fields = readObjects(raw.fields).map(readField);
    const groups = readFacetGroups(raw.facet_groups);
    const page = readDatasetPage({ nhits: 0, ...raw });
    expect(page.facetGroups).toEqual(groups);
    expect(page.datasets.map(({ datasetId }) => datasetId)).toEqual(
      readObjects(raw.datasets).map(({ datasetid }) => datasetid),
    );
    expect(page.total).toBe(raw.nhits ?? 0);
    expect(fields.length + groups.length + page.datasets.length).toBeGreaterThan(0);
  });

  test('the documentation’s facets: a year refined, its months displayed, counts where there are any', () => {
    const [, , , refined] = filesOf('dataset_search').map(([, json]) =>
      readFacetGroups(objectOf(json).facet_groups),
    );
    expect(refined).toMatchObject([
      {
        name: 'modified',
        count: 462,
        facets: [{ path: '2013', state: 'REFINED', facets: [{ path: '2013/08', count: 74 }] }],
      },
    ]);
  });
});

test.each(filesOf('errors'))('error: %s', (name, json, text) => {
  const raw = objectOf(json);
  // As on the day before its reset.
  const now = new Date(Date.parse(String(raw.reset_time ?? '2021-01-26T00:00:00Z')) - 86_400_000);
  const status = Number(name.slice(0, 3));
  const error = errorOfAnswer(status, {}, text, URL_OF_PORTAL, Credential.anonymous, { now });
  expect(error.code).toBe('QUOTA_EXCEEDED');
  expect(error.details.errorcode).toBe(raw.errorcode);
  expect(error.details.limit).toBe(raw.call_limit);
  expect(error.details.resetAt?.toISOString()).toBe(
    typeof raw.reset_time === 'string' ? new Date(raw.reset_time).toISOString() : undefined,
  );
  if (typeof raw.error === 'string') expect(error.message).toContain(raw.error);
});

test.each(filesOf('headers'))('headers: %s', (_, json) => {
  for (const { headers } of Array.isArray(json) ? readObjects(json) : []) {
    const texts = Object.fromEntries(
      Object.entries(objectOf(headers)).map(([name, value]) => [name, String(value)]),
    );
    const book = new QuotaBook();
    const resetAt = new Date(String(texts['x-ratelimit-reset']).replace(' ', 'T'));
    book.observe(Credential.anonymous, texts, 'd', new Date(resetAt.getTime() - 86_400_000));
    const state = book.get(Credential.anonymous);
    if (texts['x-ratelimit-limit'] === undefined) {
      expect(state).toBeUndefined();
      continue;
    }
    expect(state).toMatchObject({
      limit: Number(texts['x-ratelimit-limit']),
      remaining: Number(texts['x-ratelimit-remaining']),
      resetAt,
    });
    const perDataset = texts['x-ratelimit-dataset-limit'];
    expect(book.get(Credential.anonymous, 'd')?.limit).toBe(
      perDataset === undefined ? undefined : Number(perDataset),
    );
  }
});
