/** The pictures of the records on this page: each selects the records of the same name. */
import type { ViewProps } from './dataset.tsx';
import type { Field } from './fields.ts';
import { Panel } from './parts.tsx';
import { toggled } from './selection.ts';

interface GalleryProps extends ViewProps {
  titleField: Field | undefined;
}

export function Gallery({ address: { parameters, go }, dataset, isLoading, titleField }: GalleryProps) {
  const selected = parameters.getAll('is');
  const pictures = (dataset?.records?.edges ?? []).flatMap(({ node: { id, fields, files } }) => {
    const file = files?.find((value) => value.file.thumbnailUrl)?.file;
    const title = titleField && fields?.[titleField.name];
    return file?.thumbnailUrl
      ? [
          {
            id,
            url: file.thumbnailUrl,
            title: typeof title === 'string' ? title : null,
            filename: file.filename,
          },
        ]
      : [];
  });
  if (dataset && pictures.length === 0) return null;
  return (
    <Panel title="Pictures" isBusy={isLoading}>
      <ul class="gallery">
        {pictures.map(({ id, url, title, filename }) => (
          <li key={id}>
            {titleField && title !== null ? (
              <button
                type="button"
                aria-pressed={selected.includes(`${titleField.name}:${title}`)}
                onClick={() => go(toggled(parameters, 'is', titleField.name, title))}
              >
                <img src={url} alt="" loading="lazy" />
                <span>{title}</span>
              </button>
            ) : (
              <img src={url} alt={filename ?? ''} loading="lazy" />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
