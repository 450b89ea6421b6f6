import type { Dataset } from '../ods/dataset.ts';
import { badInput, OdsError } from '../ods/errors.ts';
import type { FieldSet } from '../ods/field.ts';
import { didYouMean } from '../ods/nearest.ts';
import { listed, shown } from '../ods/text.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { KnownFields } from './known-fields.ts';

type PushedRecord = Readonly<Record<string, unknown>>;

/** Where the fields of a dataset are learnt. */
export interface FieldSource {
  credential: Credential;
  known: KnownFields;
  /** Looks the dataset up; null if it is not there, or hidden from this caller. */
  datasetById: (datasetId: string) => Dataset | null | Promise<Dataset | null>;
}

/**
 * Refuses records that have a field which the dataset does not have, since a portal takes them and drops the value. A
 * caller who may push may still not see the dataset, or have no call left: then nothing is known, and nothing refused.
 */
export async function checkFieldNames(
  records: readonly PushedRecord[],
  datasetId: string,
  { credential, known, datasetById }: FieldSource,
): Promise<void> {
  const before = known.get(credential, datasetId);
  if (before && !unknownName(records, before)) return;
  // Fields may have been added since they were learnt.
  const fields = await lookUpFields(datasetId, datasetById);
  if (!fields) return;
  known.set(credential, datasetId, fields);
  const unknown = unknownName(records, fields);
  if (!unknown) return;
  const { index, name } = unknown;
  const names = [...fields].map((field) => field.name);
  throw badInput(
    `input.records[${index}]`,
    `${fields.owner} has no field ${shown(name)}, and the portal would drop its value.${didYouMean(name, names)} It has ${listed(names)}. Nothing was sent. If the portal makes other fields of this one, push with allowUnknownFields: true.`,
  );
}

/** Errors that say what this caller may do, and nothing of the dataset. */
const OF_CALLER: ReadonlySet<string> = new Set(['QUOTA_EXCEEDED', 'UNAUTHENTICATED', 'FORBIDDEN']);

/** Null if the fields cannot be known: also of a dataset that has none yet, whose schema says nothing. */
async function lookUpFields(
  datasetId: string,
  datasetById: FieldSource['datasetById'],
): Promise<FieldSet | null> {
  try {
    const dataset = await datasetById(datasetId);
    return dataset?.fields.first(() => true) ? dataset.fields : null;
  } catch (error) {
    if (error instanceof OdsError && OF_CALLER.has(error.code)) return null;
    throw error;
  }
}

function unknownName(
  records: readonly PushedRecord[],
  fields: FieldSet,
): { index: number; name: string } | undefined {
  for (const [index, record] of records.entries()) {
    for (const name of Object.keys(record)) if (!fields.get(name)) return { index, name };
  }
  return undefined;
}
