import type { GraphQLResolveInfo } from 'graphql';
import {
  batchRecords,
  type DownloadQuestion,
  type RecordBatch as RecordBatchSource,
  requireFields,
} from '../loading/download.ts';
import { badInput, OdsError } from '../ods/errors.ts';
import { annotate, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { datasetLookups } from './cost.ts';
import { RecordFilter } from './filter.ts';
import { recordProjection } from './projection.ts';
import { RecordType } from './record.ts';

/** As the portal's window of a search: a batch is held in memory whole. */
const MAX_BATCH_SIZE = 10_000;

const RecordBatch = builder.objectRef<RecordBatchSource>('RecordBatch').implement({
  description: 'Some of the records of a download.',
  fields: (t) => ({
    records: t.field({
      type: [RecordType],
      description: "The records, in the portal's order.",
      resolve: ({ records }) => records,
    }),
    received: t.expose('received', {
      type: 'SafeInt',
      description: 'How many records have come so far, these included.',
    }),
    done: t.exposeBoolean('done', {
      description: 'True of the last batch: only then every record that matches has been told.',
    }),
  }),
});

interface DownloadArguments extends DownloadQuestion {
  datasetId: string;
  fields?: readonly string[] | null | undefined;
  batchSize: number;
}

builder.subscriptionField('downloadRecords', (t) =>
  t.field({
    type: RecordBatch,
    extensions: annotate({
      weight: CALL_WEIGHT,
      cost: ({ args }) => {
        const { charges, below } = datasetLookups([String(args.datasetId)]);
        return { charges: [...charges, { own: 1 }], ...(below && { below }) };
      },
    }),
    description:
      'Every matching record, in batches, past the 10,000 records of a search (download API as a GraphQL stream). One upstream call, read as it arrives: memory stays bounded, and a client that reads slowly slows the portal down. Ends with a batch that is `done`; one that ends otherwise broke off.',
    args: {
      datasetId: t.arg.id({ required: true, description: 'Identifier of the dataset (`datasetid`).' }),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all where it is left out.' }),
      fields: t.arg.stringList({
        description:
          'What `fields` of a record means where it names none: these; all of them where it is left out.',
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description: 'IANA time zone in which datetimes are written; UTC where it is left out (`timezone`).',
      }),
      batchSize: t.arg({
        type: 'PositiveInt',
        required: true,
        defaultValue: 500,
        description: `Records in a batch, at most ${MAX_BATCH_SIZE}.`,
      }),
    },
    subscribe: (_, args, context, info) => subscribe(args, context, info),
    resolve: (batch) => batch,
  }),
);

async function subscribe(
  { datasetId, fields, batchSize, ...question }: DownloadArguments,
  { loaders }: Context,
  info: GraphQLResolveInfo,
): Promise<AsyncIterable<RecordBatchSource>> {
  if (batchSize > MAX_BATCH_SIZE)
    throw badInput('batchSize', `a batch has at most ${MAX_BATCH_SIZE} records.`);
  const dataset = await loaders.datasetById.load(datasetId);
  if (!dataset) {
    throw new OdsError('NOT_FOUND', `datasetId: the portal has no dataset "${datasetId}", or hides it.`, {
      argument: 'datasetId',
    });
  }
  const whole = requireFields(fields, dataset.fields);
  const records = loaders.download(dataset, question, recordProjection(info, dataset.fields, whole));
  return batchRecords(records, batchSize);
}
