/** Every record of a typed dataset, in batches: `downloadCities`. */
import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql';
import { batchRecords, type RecordBatch } from '../../loading/download.ts';
import { annotate, CALL_WEIGHT } from '../annotations.ts';
import type { Context } from '../context.ts';
import { oneDataset } from '../cost.ts';
import { MAX_BATCH_SIZE, requireBatchSize } from '../download.ts';
import type { DatasetTypes, TypeKit } from './type-kit.ts';
import { recordFilterOf, type TypedFilter } from './typed-filter.ts';
import { typedProjection } from './typed-projection.ts';

/** The field of the subscription. */
export function downloadField(
  { typed, filter, object }: DatasetTypes,
  { base }: TypeKit,
): GraphQLFieldConfig<unknown, Context> {
  const BatchType = new GraphQLObjectType<RecordBatch, Context>({
    name: `${typed.name}Batch`,
    description: `Some of the records of a download of \`${typed.datasetId}\`.`,
    fields: {
      records: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(object))),
        description: "The records, in the portal's order.",
        resolve: ({ records }) => records,
      },
      received: {
        type: new GraphQLNonNull(base.scalar('SafeInt')),
        description: 'How many records have arrived so far, including these.',
      },
      done: {
        type: new GraphQLNonNull(GraphQLBoolean),
        description: 'True in the last batch only: then every record that matches has been sent.',
      },
    },
  });
  return {
    type: BatchType,
    description: `Every record of \`${typed.datasetId}\` that matches, in batches, beyond the 10,000 records of a search. It is one upstream call, as \`downloadRecords\` is; relations that are read of its records are calls of their own.`,
    extensions: annotate({
      weight: CALL_WEIGHT,
      isDownload: true,
      cost: () => ({ charges: [{ own: 1 }], below: oneDataset(typed.datasetId) }),
    }),
    args: {
      filter: { type: filter, description: 'Which records; all records if it is left out.' },
      timezone: {
        type: base.scalar('TimeZone'),
        description: 'IANA time zone in which the days of the filter begin; UTC if it is left out.',
      },
      batchSize: {
        type: new GraphQLNonNull(base.scalar('PositiveInt')),
        defaultValue: 500,
        description: `How many records a batch has; at most ${MAX_BATCH_SIZE}.`,
      },
    },
    subscribe: (_, args, { loaders }, info) => {
      const { filter: given, timezone, batchSize } = args as DownloadArguments;
      requireBatchSize(batchSize);
      const question = { filter: recordFilterOf(typed, given), timezone };
      return batchRecords(loaders.download(typed.dataset, question, typedProjection(info, typed)), batchSize);
    },
    resolve: (batch) => batch,
  };
}

interface DownloadArguments {
  filter?: TypedFilter | null;
  timezone?: string | null;
  batchSize: number;
}
