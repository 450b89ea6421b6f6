import { DOWNLOAD_FORMATS, type DownloadFormat } from '../ods/download.ts';
import type { Parameter } from '../ods/parameter.ts';
import { annotateType } from './annotations.ts';
import { builder } from './builder.ts';
import { Dataset } from './dataset.ts';
import { RecordFilter } from './filter.ts';

interface ExportSource {
  datasetId: string;
  format: DownloadFormat;
  parameters: readonly Parameter[];
}

const ExportFormat = builder.enumType('ExportFormat', {
  description: 'The form of an exported file.',
  values: {
    CSV: { value: 'csv', description: 'Comma-separated values, with a header of field names.' },
    JSON: { value: 'json', description: 'An array of records, as the record search API gives them.' },
    GEOJSON: { value: 'geojson', description: 'A FeatureCollection; only for datasets with a geo field.' },
  } satisfies Record<string, { value: DownloadFormat; description: string }>,
});

const Export = builder.objectRef<ExportSource>('Export').implement({
  // Its link may carry a ticket of the caller.
  extensions: annotateType({ freshness: 'caller' }),
  description: 'A file of records, which is made while it is fetched.',
  fields: (t) => ({
    url: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Where to get it: an address on this server, which streams it from the portal as fast as it is read. Fetching it is one upstream call. If the caller has a credential of its own, the address carries a sealed ticket and can be used for `TICKET_TTL` seconds.',
      resolve: ({ datasetId, format, parameters }, _, { links }) =>
        links.export(datasetId, format, parameters),
    }),
    filename: t.string({
      description: 'The name under which a browser saves it, such as `<datasetId>.csv`.',
      resolve: ({ datasetId, format }) => `${datasetId}.${format}`,
    }),
    mediaType: t.string({
      description: 'Its media type, for example `text/csv`.',
      resolve: ({ format }) => DOWNLOAD_FORMATS[format],
    }),
  }),
});

builder.objectField(Dataset, 'export', (t) =>
  t.field({
    type: Export,
    nullable: true,
    description:
      'A link that streams every matching record, beyond the 10,000 records of a search (download API).',
    args: {
      format: t.arg({
        type: ExportFormat,
        required: true,
        defaultValue: 'csv',
        description: 'The form of the file.',
      }),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all records if it is left out.' }),
      fields: t.arg.stringList({
        description:
          'Names of the fields to write; all fields if it is left out. To GeoJSON a geo field is added if none is named, so that features have a geometry.',
      }),
      csvSeparator: t.arg.string({
        description:
          'One character between the values of a CSV line; a comma if it is left out. Portals themselves write `;`.',
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description: 'IANA time zone in which datetimes are written (`timezone`); UTC if it is left out.',
      }),
    },
    resolve: (dataset, question, { loaders }) => ({
      datasetId: dataset.datasetId,
      format: question.format,
      parameters: loaders.exportParameters(dataset, question),
    }),
  }),
);
