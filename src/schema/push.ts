import type {
  AcceptedRecords,
  DeleteOutcome,
  PushFailureCode as PushFailureCodeSource,
  PushFailure as PushFailureSource,
  PushOutcome,
} from '../loading/push.ts';
import type { Quota as QuotaSource } from '../loading/quota.ts';
import { requireVisibleRecords } from '../loading/visible-records.ts';
import { OdsError } from '../ods/errors.ts';
import { annotate, CALL_WEIGHT } from './annotations.ts';
import { builder, type SchemaTypes } from './builder.ts';
import type { Context } from './context.ts';
import { datasetLookups, pushRequests } from './cost.ts';
import { Quota } from './quota.ts';

const DATASET_ID = 'Identifier of a dataset that takes real-time records (`datasetid`).';
const RESOURCE_ID =
  'Identifier of the resource that takes the records, as its push URL names it; mostly `realtime`.';
const PUSH_KEY =
  'The push key of the resource. It may be left out if this server holds it (`ODS_PUSH_KEYS`) and the caller sends `Authorization: Bearer <token>` with a token of `PUSH_TOKENS`.';

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
        'The records, each with its values by field name. A file is `{ content: <base64>, "content-type": <media type> }`. One record may be up to 5 MB (5,000,000 bytes) of JSON; all records together may be as large as this server takes in one request (`MAX_BODY_MB`). A field that the dataset does not have is an error, and nothing is sent then.',
    }),
    allowUnknownFields: t.boolean({
      defaultValue: false,
      description:
        'If true, the names of the fields are not checked, and the call that looks them up is saved: for datasets whose portal makes other fields of what is pushed. A value of a field that is not there is lost without a word.',
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

const PushFailureCode = builder.enumType('PushFailureCode', {
  description: 'Why records were not accepted: an error code, like those of the graph, or `NOT_SENT`.',
  values: {
    BAD_USER_INPUT: { description: 'The portal refused the records, as they are or for their size.' },
    NOT_FOUND: { description: 'The portal has no such dataset or resource.' },
    UNAUTHENTICATED: { description: 'The portal did not accept the push key.' },
    FORBIDDEN: { description: 'The push key may not be used for this.' },
    QUOTA_EXCEEDED: { description: 'No call is left.' },
    UPSTREAM_TIMEOUT: { description: 'The portal could not be reached in time; nothing was sent.' },
    UPSTREAM_UNAVAILABLE: { description: 'The portal could not be reached; nothing was sent.' },
    UPSTREAM_INVALID_RESPONSE: { description: 'The portal answered with something that no portal answers.' },
    OUTCOME_UNKNOWN: {
      description:
        'The records were sent, but no answer tells what became of them (the connection broke, the answer did not come in time, or it was an error of the portal itself), so the portal may or may not have taken them. This server never sends them again by itself.',
    },
    NOT_SENT: {
      description:
        'The records were never sent, since an earlier request failed or the caller went away: it is safe to push them again.',
    },
  } satisfies Record<PushFailureCodeSource, { description: string }>,
});

const PushFailure = builder.objectRef<PushFailureSource>('PushFailure').implement({
  description:
    'A range of records that were not accepted, by their indexes in `input.records`, and the reason.',
  fields: (t) => ({
    fromIndex: t.exposeInt('fromIndex', { description: 'Index of the first record, from 0.' }),
    toIndex: t.exposeInt('toIndex', {
      description: 'Index of the last record; it is included in the range.',
    }),
    code: t.expose('code', { type: PushFailureCode, description: 'Why, for programs.' }),
    message: t.exposeString('message', { description: 'A sentence that says what went wrong.' }),
  }),
});

/** What a payload tells of the quota of its push key. */
function pushQuotaField(t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, { quota: QuotaSource | null }>) {
  return t.expose('quota', {
    type: Quota,
    nullable: true,
    description:
      'The quota of the push key, as the portal last reported it: pushes are counted apart from reads. It is null if the portal has reported none.',
  });
}

const PushRecordsPayload = builder.objectRef<PushOutcome>('PushRecordsPayload').implement({
  description:
    'What happened to the records: each is either accepted or in the range of a failure. An accepted record was received by the portal, which makes it searchable a moment later.',
  fields: (t) => ({
    quota: pushQuotaField(t),
    accepted: t.exposeInt('accepted', {
      description:
        'How many records were in requests that the portal confirmed. They come before all records that failed.',
    }),
    requests: t.exposeInt('requests', {
      description: 'How many HTTP requests were sent to the portal, including the failed one.',
    }),
    failures: t.field({
      type: [PushFailure],
      description:
        'The records that were not accepted, in order; empty if all were accepted. The first item is the request that failed, the next one is what was not sent after it.',
      resolve: ({ failures }) => failures,
    }),
  }),
});

const DeletePushedRecordPayload = builder.objectRef<DeleteOutcome>('DeletePushedRecordPayload').implement({
  description: 'What happened to the record.',
  fields: (t) => ({
    quota: pushQuotaField(t),
    recordId: t.exposeID('recordId', { description: 'Identifier of the record, as it was given.' }),
    deleted: t.exposeBoolean('deleted', {
      description: 'True if the portal took the request, false if it has nothing under these identifiers.',
    }),
  }),
});

const RecordsPushed = builder.objectRef<AcceptedRecords>('RecordsPushed').implement({
  description: 'The records of one request that the portal accepted from this server.',
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
    nullable: true,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: pushRequests }),
    description:
      'Add records to a real-time dataset, or replace those with the same unique id (push API). They are split by the size of their JSON into requests of at most 5 MB, which are sent in order, one after the other. After the first request that fails, no other is sent. Nothing is ever sent twice. If one record alone is too large, nothing is sent.',
    args: {
      input: t.arg({
        type: PushRecordsInput,
        required: true,
        description: 'What to push, and to which resource.',
      }),
    },
    resolve: (_, { input }, { pusher }) => pusher.records(input, 'push'),
  }),
  deletePushedRecords: t.field({
    type: PushRecordsPayload,
    nullable: true,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: pushRequests }),
    description:
      'Remove pushed records by their values (push API). They are split, sent and reported as those of `pushRecords` are.',
    args: {
      input: t.arg({
        type: PushRecordsInput,
        required: true,
        description: 'What to remove, and from which resource.',
      }),
    },
    resolve: (_, { input }, { pusher }) => pusher.records(input, 'delete'),
  }),
  deletePushedRecord: t.field({
    type: DeletePushedRecordPayload,
    nullable: true,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: () => ({ charges: [{ own: 1 }] }) }),
    description:
      'Remove one pushed record by its id (push API). The request is sent only once: if no answer tells what became of it, the error is `OUTCOME_UNKNOWN`.',
    args: {
      input: t.arg({ type: DeletePushedRecordInput, required: true, description: 'Which record.' }),
    },
    resolve: (_, { input }, { pusher }) => pusher.delete(input),
  }),
}));

builder.subscriptionField('recordsPushed', (t) =>
  t.field({
    type: RecordsPushed,
    nullable: true,
    extensions: annotate({ tag: 'push', cost: ({ args }) => datasetLookups([String(args.datasetId)]) }),
    description:
      'Records that are pushed through this server, as soon as the portal accepts them. Records that others push directly to the portal are not included. Only callers that may see the dataset can subscribe; this is checked once, at the beginning. If a subscriber leaves more than 20 MB or 500 requests unread, its subscription ends with the error `SUBSCRIBER_TOO_SLOW`; if the server is stopped, with `SERVER_STOPPING`.',
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
  requireVisibleRecords(dataset, 'datasetId');
  return pushFeed.subscribe(dataset.datasetId);
}
