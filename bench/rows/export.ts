/** The row of an export: all records of a dataset, which flow through. */
import { PLACES } from '../portal/names.ts';
import type { Row } from '../row.ts';

export const exportRow: Row = {
  name: 'export',
  asks: '135,233 records as CSV, beside a bare pipe',
  floor: () => `/api/records/1.0/download/?dataset=${PLACES}&format=csv&csv_separator=%2C`,
  product: {
    query: 'query Export($datasetId: ID!) { dataset(datasetId: $datasetId) { export(format: CSV) { url } } }',
    variables: () => ({ datasetId: PLACES }),
  },
  sides: ['floor', 'product'],
  targets: { floor: 1.1 },
  keeps: 'datasets',
  isFile: true,
  variants: 1,
  connections: 4,
  calls: 1,
};
