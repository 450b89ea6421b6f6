import { badInput } from '../ods/errors.ts';

/** What a global id stands for. */
export type GlobalId =
  | { typename: 'Dataset'; datasetId: string }
  | { typename: 'Record'; datasetId: string; recordId: string };

/** The global id of a dataset or record, which is opaque to clients. */
export function encodeGlobalId(id: GlobalId): string {
  const parts = id.typename === 'Dataset' ? [id.datasetId] : [id.datasetId, id.recordId];
  return Buffer.from([id.typename, ...parts.map(encodeURIComponent)].join(':')).toString('base64url');
}

/** Reads a global id; throws BAD_USER_INPUT if this graph did not make it. */
export function decodeGlobalId(globalId: string, argument: string): GlobalId {
  const [typename, ...parts] = Buffer.from(globalId, 'base64url').toString().split(':').map(decode);
  const [datasetId, recordId] = parts;
  if (typename === 'Dataset' && datasetId && parts.length === 1) return { typename, datasetId };
  if (typename === 'Record' && datasetId && recordId && parts.length === 2)
    return { typename, datasetId, recordId };
  throw badInput(
    argument,
    `${JSON.stringify(globalId)} is not an id of this graph; pass the id of a Dataset or Record as it was given.`,
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
