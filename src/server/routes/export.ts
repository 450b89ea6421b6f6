/** `/export/<datasetId>.<format>`: every record of a search as a file, streamed from the portal. */
import type { Hono } from 'hono';
import { DOWNLOAD_FORMATS, DOWNLOAD_PARAMETER, type DownloadFormat, download } from '../../ods/download.ts';
import { badInput, OdsError } from '../../ods/errors.ts';
import { DATASET_ID } from '../../ods/identifier.ts';
import type { Parameter } from '../../ods/parameter.ts';
import { answerFor, type VisitorOptions } from './visitor.ts';

const PASSED_HEADERS = ['content-type', 'content-length', 'content-encoding', 'last-modified'];

export function routeExports(app: Hono, options: VisitorOptions): void {
  app.get('/export/:file', (c) => {
    const { pathname, searchParams } = new URL(c.req.url);
    const parameters = [...searchParams].filter(([name]) => name !== 'ticket');
    return answerFor(c, { path: pathname, parameters }, options, async ({ session, isPrivate }) => {
      const { datasetId, format } = readFile(c.req.param('file'));
      const answer = await download(session, datasetId, format, requireKnown(parameters));
      const headers = {
        ...(answer.headers['content-type'] === undefined && { 'Content-Type': DOWNLOAD_FORMATS[format] }),
        'Content-Disposition': `attachment; filename="${datasetId}.${format}"`,
        'Cache-Control': isPrivate ? 'private, no-store' : 'no-cache',
        Vary: 'Authorization',
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      };
      return { answer, names: PASSED_HEADERS, headers };
    });
  });
}

function readFile(file: string): { datasetId: string; format: DownloadFormat } {
  const dot = file.lastIndexOf('.');
  const [datasetId, extension] = [file.slice(0, dot), file.slice(dot + 1)];
  if (isFormat(extension) && DATASET_ID.test(datasetId)) return { datasetId, format: extension };
  throw new OdsError(
    'NOT_FOUND',
    `There is no such export: its name is the id of a dataset, a dot, and one of ${Object.keys(DOWNLOAD_FORMATS).join(', ')}.`,
  );
}

function isFormat(text: string): text is DownloadFormat {
  return Object.hasOwn(DOWNLOAD_FORMATS, text);
}

/** Only parameters of the API are passed on: a portal ignores unknown ones, and takes credentials as parameters. */
function requireKnown(parameters: Parameter[]): Parameter[] {
  const unknown = parameters.find(([name]) => !DOWNLOAD_PARAMETER.test(name));
  if (unknown === undefined) return parameters;
  throw badInput(
    unknown[0].slice(0, 100),
    'an export has no such parameter; it has q, refine.<facet>, exclude.<facet>, disjunctive.<facet>, geofilter.distance, geofilter.polygon, geofilter.bbox, fields, timezone, csv_separator and ticket.',
  );
}
