import type { Dataset } from '../ods/dataset.ts';
import { OdsError } from '../ods/errors.ts';
import { shown } from '../ods/text.ts';

/** Refuses what asks for records that the portal does not show this caller: the metadata says so before a call is spent. */
export function requireVisibleRecords({ datasetId, dataVisible }: Dataset, argument?: string): void {
  if (dataVisible) return;
  const place = argument === undefined ? '' : `${argument}: `;
  throw new OdsError(
    'FORBIDDEN',
    `${place}the portal shows this caller the dataset ${shown(datasetId)}, but not its records.`,
    argument === undefined ? {} : { argument },
  );
}
