import type { Loaders } from '../loading/loaders.ts';
import type { JsonObject } from '../ods/json.ts';
import { type DatasetRecord, geoJsonOf, locationOf } from '../ods/records.ts';
import { instantsInZone } from '../ods/zone.ts';
import { annotate, annotateType, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import { connectionType, pageArguments } from './connection.ts';
import { idsOf, keyOf, ownDataset, recordLookup, recordLookups, searchPage } from './cost.ts';
import { Dataset } from './dataset.ts';
import { RecordFilter } from './filter.ts';
import { GeoPoint } from './geo.ts';
import { encodeGlobalId } from './global-id.ts';
import { Node } from './node.ts';
import { OrderBy } from './order-by.ts';
import { recordProjection } from './projection.ts';
import { loadRecord } from './record-lookup.ts';
import { separateOutcomes } from './separate-items.ts';

const RECORD_ID =
  'Its identifier (`recordid`). If the dataset has no unique-id field, it changes whenever the values change.';

const TIMEZONE =
  'IANA time zone in which datetimes are written, with its offset at that time; UTC if it is left out. Dates are the same everywhere. It costs no upstream call.';

export const RecordType = builder.objectRef<DatasetRecord>('Record').implement({
  description: 'One record of a dataset (record lookup API).',
  interfaces: [Node],
  extensions: annotateType({ freshness: 'records', key: 'datasetId recordId' }),
  fields: (t) => ({
    id: t.id({
      description: 'Global id: it is opaque, and `node` and `nodes` accept it.',
      resolve: ({ datasetId, recordId }) => encodeGlobalId({ typename: 'Record', datasetId, recordId }),
    }),
    datasetId: t.exposeID('datasetId', { description: 'Identifier of its dataset (`datasetid`).' }),
    recordId: t.exposeID('recordId', { description: RECORD_ID }),
    dataset: t.field({
      type: Dataset,
      nullable: true,
      extensions: annotate({ cost: ownDataset }),
      description: 'The dataset that the record belongs to.',
      resolve: (record, _, { loaders }) => loaders.datasetOf(record),
    }),
    timestamp: t.expose('timestamp', {
      type: 'DateTime',
      nullable: true,
      description: 'When the portal last wrote it (`record_timestamp`); null if the portal does not say.',
    }),
    fields: t.field({
      type: 'JSONObject',
      nullable: true,
      extensions: annotate({ cost: ownDataset }),
      description:
        'Field values by name: all, or only those that `names` lists. If you name the fields (here or with `value`), the upstream answer is smaller. A field without a value is absent. Datetimes are written in UTC, unless `timezone` says otherwise.',
      args: {
        names: t.arg.stringList({
          description: 'Names of fields of the dataset (`fields`); all fields if it is left out.',
        }),
        timezone: t.arg({ type: 'TimeZone', description: TIMEZONE }),
      },
      resolve: (record, { names, timezone }, { loaders }) => {
        const values = names ? pick(record.fields, names) : record.fields;
        return timezone ? zoned(record, values, timezone, loaders) : values;
      },
    }),
    value: t.field({
      type: 'JSON',
      nullable: true,
      extensions: annotate({ cost: ownDataset }),
      description:
        'The value of one field, as the portal gives it; null if there is none. A datetime is written in UTC, unless `timezone` says otherwise.',
      args: {
        field: t.arg.string({ required: true, description: 'Name of a field of the dataset.' }),
        timezone: t.arg({ type: 'TimeZone', description: TIMEZONE }),
      },
      resolve: (record, { field, timezone }, { loaders }) => {
        const value = record.fields[field] ?? null;
        return timezone && value !== null ? zonedValue(record, field, timezone, loaders) : value;
      },
    }),
    geo: t.field({
      type: 'GeoJSON',
      nullable: true,
      description:
        'The value of a geo field as GeoJSON, longitude first: a shape, or a geo point as a `Point`; null if there is none.',
      args: {
        field: t.arg.string({ required: true, description: 'Name of a geo point or geo shape field.' }),
      },
      resolve: ({ fields }, { field }) => geoJsonOf(fields[field]),
    }),
    geometry: t.expose('geometry', {
      type: 'GeoJSON',
      nullable: true,
      description: 'The first geo point field as GeoJSON, longitude first; null if there is none.',
    }),
    location: t.field({
      type: GeoPoint,
      nullable: true,
      description: 'The first geo point field, with its coordinates by name; null if there is none.',
      resolve: locationOf,
    }),
  }),
});

const { ConnectionType: RecordConnection, EdgeType: RecordEdge } = connectionType(
  'Record',
  RecordType,
  'records',
  (info, connection) => recordProjection(info, connection.fields),
);

builder.objectField(RecordEdge, 'distance', (t) =>
  t.float({
    nullable: true,
    description:
      'The distance in metres from the centre of `filter.near`, or of a `near` in `where` that is sent as one (see there); null without it. It belongs to the search, since the same record is as far away as each search says: so `nodes` cannot give it.',
    resolve: ({ node: { distance } }) => distance,
  }),
);

builder.objectFields(Dataset, (t) => ({
  records: t.field({
    type: RecordConnection,
    nullable: true,
    extensions: annotate({
      weight: CALL_WEIGHT,
      listSize: 'page',
      cost: (use) => {
        const { filter, orderBy, timezone } = use.args;
        return searchPage(`${use.place.scope} search ${keyOf([filter, orderBy, timezone])}`, use, use.place);
      },
    }),
    description: 'Search the records (record search API).',
    args: {
      ...pageArguments(t.arg),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all records if it is left out.' }),
      orderBy: t.arg({
        type: [OrderBy],
        description:
          "What to sort by: fields of the dataset. If it is left out, the order is by relevance, by distance or the portal's own, which may change between pages.",
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description:
          'IANA time zone in which days begin, in filters and facets (`timezone`); UTC if it is left out. How datetimes are written is said where they are read: `value(field:, timezone:)`.',
      }),
    },
    resolve: (dataset, args, { loaders }) => loaders.records(dataset, args),
  }),
  record: t.field({
    type: RecordType,
    extensions: annotate({ cost: ({ place, args }) => recordLookups(place, [String(args.recordId)]) }),
    nullable: true,
    description: 'One record; null if there is none. Several lookups in one operation are one upstream call.',
    args: { recordId: t.arg.id({ required: true, description: RECORD_ID }) },
    resolve: ({ datasetId, fields }, { recordId }, { loaders }, info) =>
      loaders.recordById.load(datasetId, recordId, recordProjection(info, fields)),
  }),
  recordsById: t.field({
    type: [RecordType],
    extensions: annotate({
      listSize: 10,
      cost: ({ place, args }) => recordLookups(place, idsOf(args.recordIds)),
    }),
    nullable: { list: true, items: true },
    description:
      'Many records, in the order asked for; null for each that is unknown. Each hundred of them is one upstream call, or up to three if hardly one of them is known.',
    args: { recordIds: t.arg.idList({ required: true, description: 'Their identifiers (`recordid`).' }) },
    resolve: async ({ datasetId, fields }, { recordIds }, { loaders }, info) =>
      separateOutcomes(
        await loaders.recordById.loadMany(datasetId, recordIds, recordProjection(info, fields)),
      ),
  }),
}));

builder.queryField('record', (t) =>
  t.field({
    type: RecordType,
    extensions: annotate({
      cost: recordLookup,
    }),
    nullable: true,
    description:
      'One record (record lookup API); null if there is none. Several lookups in one dataset are one upstream call.',
    args: {
      datasetId: t.arg.id({ required: true, description: 'Identifier of the dataset.' }),
      recordId: t.arg.id({ required: true, description: RECORD_ID }),
    },
    resolve: (_, { datasetId, recordId }, { loaders }, info) =>
      loadRecord(loaders, datasetId, recordId, info),
  }),
);

/** So many names are looked through for each value of a record. */
const FEW = 30;

function pick(values: JsonObject, names: readonly string[]): JsonObject {
  // Only what somebody names is asked for, so mostly it is all of it.
  if (names.length <= FEW && hasNoOther(values, names)) return values;
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]),
  );
}

function hasNoOther(values: JsonObject, names: readonly string[]): boolean {
  for (const name in values) if (!names.includes(name)) return false;
  return true;
}

/** Values of a record with its datetimes written in a time zone. Which fields are datetimes is told by its dataset, which is known. */
/** In a function of its own: one made in the resolver takes memory for each value, even if it is not made. */
async function zonedValue(
  record: DatasetRecord,
  field: string,
  timezone: string,
  loaders: Loaders,
): Promise<unknown> {
  const values = await zoned(record, { [field]: record.fields[field] }, timezone, loaders);
  return values[field];
}

async function zoned(
  record: DatasetRecord,
  values: Record<string, unknown>,
  timezone: string,
  loaders: Loaders,
): Promise<Record<string, unknown>> {
  const { fields } = await loaders.datasetOf(record);
  return instantsInZone(values, fields, timezone);
}
