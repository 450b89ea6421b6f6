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
import { downloadProjection } from './projection.ts';
import { RecordType } from './record.ts';

/** A whole batch is held in memory, so it has the size of the portal's window of a search at most. */
export const MAX_BATCH_SIZE = 10_000;

/** Refuses batches that are too large. */
export function requireBatchSize(size: number): void {
  if (size > MAX_BATCH_SIZE) throw badInput('batchSize', `a batch has at most ${MAX_BATCH_SIZE} records.`);
}

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
      description: 'How many records have arrived so far, including these.',
    }),
    done: t.exposeBoolean('done', {
      description: 'True in the last batch only: then every record that matches has been sent.',
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
    nullable: true,
    extensions: annotate({
      weight: CALL_WEIGHT,
      isDownload: true,
      cost: ({ args }) => {
        const { charges, below } = datasetLookups([String(args.datasetId)]);
        return { charges: [...charges, { own: 1 }], ...(below && { below }) };
      },
    }),
    description:
      'Every matching record, in batches, beyond the 10,000 records of a search (download API as a GraphQL stream). It is one upstream call, whose answer is read as it arrives: memory stays bounded, and a client that reads slowly slows the portal down. The last batch is `done`; a stream that ends without it is incomplete. It counts as a download, as an export does: a caller that has too many under way is refused with `TOO_MANY_DOWNLOADS`.',
    args: {
      datasetId: t.arg.id({ required: true, description: 'Identifier of the dataset (`datasetid`).' }),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all records if it is left out.' }),
      fields: t.arg.stringList({
        description:
          'The fields that `fields` of a record gives if it has no `names`; all fields if it is left out.',
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description:
          'IANA time zone in which the days of the filter begin (`timezone`); UTC if it is left out.',
      }),
      batchSize: t.arg({
        type: 'PositiveInt',
        required: true,
        defaultValue: 500,
        description: `How many records a batch has; at most ${MAX_BATCH_SIZE}.`,
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
  requireBatchSize(batchSize);
  const dataset = await loaders.datasetById.load(datasetId);
  if (!dataset) {
    throw new OdsError('NOT_FOUND', `datasetId: the portal has no dataset "${datasetId}", or hides it.`, {
      argument: 'datasetId',
    });
  }
  const whole = requireFields(fields, dataset.fields);
  const records = loaders.download(dataset, question, downloadProjection(info, dataset.fields, whole));
  return batchRecords(records, batchSize);
}
