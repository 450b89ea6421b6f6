/** One record with all its values, over the page until it is closed. */
import { useEffect, useRef } from 'preact/hooks';
import { type Field, valueText } from './fields.ts';
import { useOperation } from './graph.ts';
import { OneRecord } from './operations.ts';
import { Failure, Skeleton } from './parts.tsx';
import { placeText } from './selection.ts';

interface RecordDialogProps {
  datasetId: string;
  recordId: string;
  fields: readonly Field[];
  onClose: () => void;
}

export function RecordDialog({ datasetId, recordId, fields, onClose }: RecordDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = useOperation(OneRecord, { datasetId, recordId });
  const record = answer.data?.record;
  useEffect(() => dialog.current?.showModal(), []);
  const rows = fields.flatMap((field) => {
    const value = record?.fields?.[field.name];
    return value === undefined || value === null || field.type === 'FILE' || field.type === 'GEO_SHAPE'
      ? []
      : [{ field, value }];
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser itself closes it by Escape.
    <dialog
      ref={dialog}
      aria-label="Record"
      onClose={onClose}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      <header>
        <h2>Record</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <Failure answer={answer} />
      {answer.isLoading && !record && <Skeleton lines={8} />}
      {answer.data && !record && <p>The portal has this record no more.</p>}
      {record?.files?.map(({ field, file }) => (
        <p key={field}>
          {file.thumbnailUrl && <img src={file.thumbnailUrl} alt={file.filename ?? ''} />}
          <br />
          {file.url ? <a href={file.url}>{file.filename ?? 'File'}</a> : (file.filename ?? 'File')}
        </p>
      ))}
      <dl>
        {record?.location && (
          <>
            <dt>Place</dt>
            <dd>{placeText(record.location)}</dd>
          </>
        )}
        {rows.map(({ field, value }) => (
          <div key={field.name}>
            <dt>
              {field.label}
              {field.unit && ` (${field.unit})`}
            </dt>
            <dd>{valueText(value, field.type)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
