import type { AcceptedRecords, PushFailure as PushFailureSource, PushOutcome } from '../loading/push.ts';
import { OdsError } from '../ods/errors.ts';
import { annotate, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { datasetLookups, pushRequests } from './cost.ts';

const DATASET_ID = 'Identifier of a dataset that takes real-time records (`datasetid`).';
const RESOURCE_ID =
  'Identifier of the resource that takes them, as its push URL names it: mostly `realtime`.';
const PUSH_KEY =
  'The push key of the resource. May be left out where this server holds it (`ODS_PUSH_KEYS`) and the caller sends `Authorization: Bearer <token>` with a token of `PUSH_TOKENS`.';

const PushRecordsInput = builder.inputType('PushRecordsInput', {
  description: 'Records for one resource of a dataset.',
  fields: (t) => ({
    datasetId: t.id({ required: true, description: DATASET_ID }),
    resourceId: t.id({ required: true, description: RESOURCE_ID }),
    pushKey: t.string({ description: PUSH_KEY }),
    records: t.field({
      type: ['JSONObject'],
      required: true,
      description:
        'Values by field name. A file is `{ content: <base64>, "content-type": <media type> }`. One record may be up to 5 MB (5,000,000 bytes) of JSON; all together as much as this server takes in one request (`MAX_BODY_MB`).',
    }),
  }),
});

const DeletePushedRecordInput = builder.inputType('DeletePushedRecordInput', {
  description: 'One record of a resource of a dataset.',
  fields: (t) => ({
    datasetId: t.id({ required: true, description: DATASET_ID }),
    resourceId: t.id({ required: true, description: RESOURCE_ID }),
    recordId: t.id({ required: true, description: 'Identifier of the record (`recordid`).' }),
    pushKey: t.string({ description: PUSH_KEY }),
  }),
});

const PushFailure = builder.objectRef<PushFailureSource>('PushFailure').implement({
  description: 'Records that were not accepted, as a range of the indexes of `input.records`, and why.',
  fields: (t) => ({
    fromIndex: t.exposeInt('fromIndex', { description: 'Index of the first record, from 0.' }),
    toIndex: t.exposeInt('toIndex', { description: 'Index of the last record, itself included.' }),
    code: t.exposeString('code', {
      description:
        'An error code as those of the graph. `NOT_SENT`: never sent, since the request before it failed; safe to push again. `OUTCOME_UNKNOWN`: sent, but the connection broke or the answer did not come in time, so that the portal may have taken the records or not; this server never sends them again by itself.',
    }),
    message: t.exposeString('message', { description: 'A sentence on what went wrong.' }),
  }),
});

const PushRecordsPayload = builder.objectRef<PushOutcome>('PushRecordsPayload').implement({
  description:
    'What became of the records: each is either accepted or in the range of a failure. Accepted means received by the portal, which makes it searchable a moment later.',
  fields: (t) => ({
    accepted: t.exposeInt('accepted', {
      description: 'Records in requests that the portal confirmed. They come before all that failed.',
    }),
    requests: t.exposeInt('requests', {
      description: 'HTTP requests that left for the portal, the failed one included.',
    }),
    failures: t.field({
      type: [PushFailure],
      description:
        'What was not accepted, in order; empty where all was. The first is the request that failed, the next what was not sent after it.',
      resolve: ({ failures }) => failures,
    }),
  }),
});

const DeletePushedRecordPayload = builder
  .objectRef<{ recordId: string; deleted: boolean }>('DeletePushedRecordPayload')
  .implement({
    description: 'What became of the record.',
    fields: (t) => ({
      recordId: t.exposeID('recordId', { description: 'Identifier of the record, as asked.' }),
      deleted: t.exposeBoolean('deleted', {
        description:
          'True where the portal took the request, false where it has nothing under these identifiers.',
      }),
    }),
  });

const RecordsPushed = builder.objectRef<AcceptedRecords>('RecordsPushed').implement({
  description: 'Records that the portal accepted from this server, one request of them.',
  fields: (t) => ({
    datasetId: t.exposeID('datasetId', { description: 'Identifier of their dataset.' }),
    records: t.field({
      type: ['JSONObject'],
      description: 'The records as they were pushed. The portal may still process them.',
      resolve: ({ records }) => [...records],
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When the portal accepted them.' }),
  }),
});

builder.mutationFields((t) => ({
  pushRecords: t.field({
    type: PushRecordsPayload,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: pushRequests }),
    description:
      'Add records to a real-time dataset, or replace those with the same unique id (push API). Split into requests of at most 5 MB by the size of their JSON, sent in order, one after the other. The first that fails is the last that is sent. Nothing is ever sent twice. Where one record alone is too large, nothing is sent.',
    args: {
      input: t.arg({ type: PushRecordsInput, required: true, description: 'What to push, and where.' }),
    },
    resolve: (_, { input }, { pusher }) => pusher.records(input, 'push'),
  }),
  deletePushedRecords: t.field({
    type: PushRecordsPayload,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: pushRequests }),
    description:
      'Remove pushed records by their values (push API). Split, sent and reported as `pushRecords` does.',
    args: {
      input: t.arg({ type: PushRecordsInput, required: true, description: 'What to remove, and where.' }),
    },
    resolve: (_, { input }, { pusher }) => pusher.records(input, 'delete'),
  }),
  deletePushedRecord: t.field({
    type: DeletePushedRecordPayload,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: () => ({ charges: [{ own: 1 }] }) }),
    description:
      'Remove one pushed record by its id (push API). Sent once: where no answer comes, the error is `OUTCOME_UNKNOWN`.',
    args: {
      input: t.arg({ type: DeletePushedRecordInput, required: true, description: 'Which record.' }),
    },
    resolve: async (_, { input }, { pusher }) => ({
      recordId: input.recordId,
      deleted: await pusher.delete(input),
    }),
  }),
}));

builder.subscriptionField('recordsPushed', (t) =>
  t.field({
    type: RecordsPushed,
    extensions: annotate({ tag: 'push', cost: ({ args }) => datasetLookups([String(args.datasetId)]) }),
    description:
      'Records pushed through this server, as the portal accepts them; what others push to the portal is not told. Only for callers that may see the dataset: that is asked once, at the beginning. A subscriber that leaves more than 20 MB or 500 requests unread is ended with the error `SUBSCRIBER_TOO_SLOW`.',
    args: { datasetId: t.arg.id({ required: true, description: DATASET_ID }) },
    subscribe: (_, { datasetId }, context) => subscribe(datasetId, context),
    resolve: (accepted) => {
      if (accepted instanceof Error) throw accepted;
      return accepted;
    },
  }),
);

async function subscribe(
  datasetId: string,
  { loaders, pushFeed }: Context,
): Promise<AsyncIterable<AcceptedRecords | Error>> {
  const dataset = await loaders.datasetById.load(datasetId);
  if (!dataset) {
    throw new OdsError('NOT_FOUND', `datasetId: the portal has no dataset "${datasetId}", or hides it.`, {
      argument: 'datasetId',
    });
  }
  if (!dataset.dataVisible) {
    throw new OdsError(
      'FORBIDDEN',
      `datasetId: the portal does not show this caller the records of "${datasetId}".`,
      {
        argument: 'datasetId',
      },
    );
  }
  return pushFeed.subscribe(dataset.datasetId);
}
