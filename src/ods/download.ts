/** The download API: `/api/records/1.0/download/`, every record that matches in one streamed answer. */
import { setImmediate } from 'node:timers/promises';
import { OdsError } from './errors.ts';
import { parsePortalJson } from './json.ts';
import { JsonArraySplitter } from './json-array.ts';
import type { Parameter } from './parameter.ts';
import { type DatasetRecord, readRecord } from './records.ts';
import { type Answer, discard, isLoginPage } from './transport/answer.ts';
import { errorOfFailure } from './transport/response-error.ts';
import type { Session } from './transport/session.ts';

/** The forms of an export, as the API names them, with the media type of each. */
export const DOWNLOAD_FORMATS = {
  csv: 'text/csv',
  json: 'application/json',
  geojson: 'application/geo+json',
} as const;

export type DownloadFormat = keyof typeof DOWNLOAD_FORMATS;

/** The parameters that the API takes beside dataset and format: a link to an export may have these. */
export const DOWNLOAD_PARAMETER =
  /^(?:q|(?:refine|exclude|disjunctive)\..+|geofilter\.(?:distance|polygon|bbox)|fields|timezone|csv_separator)$/;

/** `GET /api/records/1.0/download/`: the answer as it begins. */
export async function download(
  session: Session,
  datasetId: string,
  format: DownloadFormat,
  parameters: readonly Parameter[],
): Promise<Answer> {
  const answer = await session.transport.stream(session, {
    path: '/api/records/1.0/download/',
    parameters: [['dataset', datasetId], ['format', format], ...parameters],
    datasetId,
  });
  if (isLoginPage(answer)) throw refuseLoginPage(answer);
  return answer;
}

/** Some portals ask for a login with a page and a 200. */
export function refuseLoginPage(answer: Answer): OdsError {
  discard(answer);
  return new OdsError(
    'UNAUTHENTICATED',
    'The portal answered with a web page instead of data, most likely its login: it asks for a credential.',
    { status: answer.statusCode },
  );
}

/**
 * Every record that matches, as many at a time as have arrived; a reader that stops reading stops the portal. Between
 * two pieces of the answer it is the turn of whatever else waits: it may all be there already.
 */
export async function* downloadRecords(
  session: Session,
  datasetId: string,
  parameters: readonly Parameter[],
  hasDistance: boolean,
): AsyncGenerator<DatasetRecord[]> {
  const answer = await download(session, datasetId, 'json', parameters);
  const splitter = new JsonArraySplitter();
  try {
    for await (const chunk of answer.body) {
      const elements = [...splitter.push(chunk)];
      if (elements.length > 0)
        yield elements.map((element) => readRecord(parsePortalJson(element), hasDistance));
      await setImmediate();
    }
    if (!splitter.isComplete) throw new SyntaxError('The array does not end.');
  } catch (error) {
    throw error instanceof SyntaxError ? brokenOff(error) : errorOfFailure(error, session.transport.url);
  } finally {
    discard(answer);
  }
}

function brokenOff(cause: SyntaxError): OdsError {
  return new OdsError(
    'UPSTREAM_INVALID_RESPONSE',
    'The portal answered 200 with something that is not a JSON array of records, or not all of it.',
    { status: 200 },
    cause,
  );
}
