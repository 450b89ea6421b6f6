import type { Dataset } from '../ods/dataset.ts';
import { badInput } from '../ods/errors.ts';
import { type FileValue as FileValueSource, readFileValue } from '../ods/file-value.ts';
import { MAX_THUMBNAIL_SIZE } from '../ods/media.ts';
import type { DatasetRecord } from '../ods/records.ts';
import { annotate } from './annotations.ts';
import { builder } from './builder.ts';
import { ownDataset } from './cost.ts';
import { RecordType } from './record.ts';

/** A file with the dataset that it belongs to. */
interface FileSource extends FileValueSource {
  datasetId: string;
}

const File = builder.objectRef<FileSource>('File').implement({
  description: 'A file of a record: an image, a document.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id within the dataset, mostly 32 hexadecimal digits.' }),
    filename: t.exposeString('filename', { nullable: true, description: 'Its name, such as `fr.svg`.' }),
    mediaType: t.exposeString('mediaType', {
      nullable: true,
      description: 'Its media type, for example `image/jpeg` (`mimetype`, or else that of the `format`).',
    }),
    width: t.exposeInt('width', {
      nullable: true,
      description: 'Width of an image, in pixels. It is null if the portal has no thumbnail of the file.',
    }),
    height: t.exposeInt('height', {
      nullable: true,
      description: 'Height of an image, in pixels. It is null if the portal has no thumbnail of the file.',
    }),
    url: t.field({
      type: 'URL',
      extensions: annotate({ freshness: 'caller' }),
      nullable: true,
      description:
        'Where to get it: an address on this server that streams it from the portal, so that no credential reaches a browser. If the caller has a credential of its own, the address carries a sealed ticket and can be used for `TICKET_TTL` seconds (multimedia download API).',
      resolve: ({ datasetId, id }, _, { links }) => links.media({ datasetId, kind: 'files', id }),
    }),
    thumbnailUrl: t.field({
      type: 'URL',
      extensions: annotate({ freshness: 'caller' }),
      nullable: true,
      description:
        'Where to get it as a small image: an address like that of `url`. It is null if the file is no image or has no thumbnail at the portal.',
      args: {
        size: t.arg({
          type: 'PositiveInt',
          required: true,
          defaultValue: 300,
          description: `The longest side in pixels; at most ${MAX_THUMBNAIL_SIZE}.`,
        }),
      },
      resolve: ({ datasetId, id, hasThumbnail }, { size }, { links }) => {
        if (size > MAX_THUMBNAIL_SIZE)
          throw badInput('size', `a thumbnail has at most ${MAX_THUMBNAIL_SIZE} pixels.`);
        return hasThumbnail ? links.media({ datasetId, kind: 'files', id, size }) : null;
      },
    }),
  }),
});

const FileValue = builder.objectRef<{ field: string; file: FileSource }>('FileValue').implement({
  description: 'The value of a field of type `FILE`.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Name of the field.' }),
    file: t.field({ type: File, description: 'The file.', resolve: ({ file }) => file }),
  }),
});

builder.objectField(RecordType, 'files', (t) =>
  t.field({
    type: [FileValue],
    nullable: true,
    extensions: annotate({ cost: ownDataset }),
    description:
      'The values of all fields of type `FILE`, in the order of the schema. Fields without a value are left out.',
    resolve: async (record, _, { loaders }) => filesOf(record, await loaders.datasetOf(record)),
  }),
);

function filesOf({ datasetId, fields: values }: DatasetRecord, { fields }: Dataset) {
  return [...fields].flatMap(({ name, type }) => {
    const file = type === 'FILE' ? readFileValue(values[name]) : null;
    return file ? [{ field: name, file: { ...file, datasetId } }] : [];
  });
}
