import type { Attachment as AttachmentSource } from '../ods/dataset.ts';
import type { MediaKind } from '../ods/media.ts';
import { annotate } from './annotations.ts';
import { builder } from './builder.ts';
import { Dataset } from './dataset.ts';

/** A document with the id of the dataset that it belongs to. */
interface Document extends AttachmentSource {
  datasetId: string;
}

const MEDIA_URL =
  'Where to get it: an address on this server that streams it from the portal. If the caller has a credential of its own, the address carries a sealed ticket and can be used for `TICKET_TTL` seconds (multimedia download API).';

function documentType(
  name: string,
  kind: MediaKind,
  description: string,
  example: [id: string, type: string],
) {
  return builder.objectRef<Document>(name).implement({
    description,
    fields: (t) => ({
      id: t.exposeID('id', {
        description: `Its id within the dataset, made from the file's name: \`${example[0]}\`.`,
      }),
      title: t.exposeString('title', { nullable: true, description: 'What to show people.' }),
      mediaType: t.exposeString('mediaType', {
        nullable: true,
        description: `Its media type, for example \`${example[1]}\`.`,
      }),
      description: t.exposeString('description', { nullable: true, description: 'What it is, in words.' }),
      url: t.field({
        type: 'URL',
        nullable: true,
        // A link may carry a ticket of the caller.
        extensions: annotate({ freshness: 'caller' }),
        description: MEDIA_URL,
        resolve: ({ datasetId, id }, _, { links }) => links.media({ datasetId, kind, id }),
      }),
    }),
  });
}

const Attachment = documentType(
  'Attachment',
  'attachments',
  'A document published beside the records: a manual, a drawing, an archive.',
  ['readme_md', 'application/pdf'],
);

const AlternativeExport = documentType(
  'AlternativeExport',
  'alternative_exports',
  'The same data in a form that the publisher made: a shapefile, a GTFS archive.',
  ['gtfs_zip', 'application/zip'],
);

builder.objectFields(Dataset, (t) => ({
  attachments: t.field({
    type: [Attachment],
    description: 'The documents published beside the records.',
    resolve: ({ datasetId, attachments }) => attachments.map((attachment) => ({ ...attachment, datasetId })),
  }),
  alternativeExports: t.field({
    type: [AlternativeExport],
    description: 'The same data in other forms that the publisher made.',
    resolve: ({ datasetId, alternativeExports }) =>
      alternativeExports.map((alternative) => ({ ...alternative, datasetId })),
  }),
}));
