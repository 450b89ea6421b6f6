import type { DownloadFormat } from '../ods/download.ts';
import { OdsError } from '../ods/errors.ts';
import { DATASET_ID, requireIdentifier } from '../ods/identifier.ts';
import { type Media, requireMedia } from '../ods/media.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { Links as LinksOfSchema } from '../schema/context.ts';
import type { Tickets } from './tickets.ts';

/** Under what servers and proxies take: Node's own limit of all headers together is 16 KiB. */
const MAX_LINK_LENGTH = 8000;

export interface LinksOptions {
  /** The address under which this server is reached; a path in it is what all others are below. */
  base: URL;
  tickets: Tickets;
  /** Of a caller that has one of its own: whoever opens its links acts for it. */
  credential: Credential | null;
}

/** Makes the addresses of `/export` and `/media` for one caller. */
export class Links implements LinksOfSchema {
  readonly #base: string;
  readonly #tickets: Tickets;
  readonly #credential: Credential | null;

  constructor({ base, tickets, credential }: LinksOptions) {
    this.#base = base.href.replace(/\/+$/, '');
    this.#tickets = tickets;
    this.#credential = credential;
  }

  async export(datasetId: string, format: DownloadFormat, parameters: readonly Parameter[]): Promise<URL> {
    requireIdentifier(datasetId, DATASET_ID, 'datasetId');
    const url = await this.#link(`/export/${datasetId}.${format}`, parameters);
    if (url.href.length <= MAX_LINK_LENGTH) return url;
    throw new OdsError(
      'BAD_USER_INPUT',
      `filter: the link would have ${url.href.length} characters, and a link may have ${MAX_LINK_LENGTH}; shorten the filter or the list of fields, or use Subscription.downloadRecords.`,
      { argument: 'filter' },
    );
  }

  async media(media: Media): Promise<URL> {
    requireMedia(media);
    const { datasetId, kind, id, size } = media;
    const parts = [datasetId, kind, id, ...(size === undefined ? [] : [String(size)])];
    return this.#link(`/media/${parts.join('/')}`, []);
  }

  async #link(path: string, parameters: readonly Parameter[]): Promise<URL> {
    const query = new URLSearchParams([...parameters]);
    if (this.#credential) {
      query.append('ticket', await this.#tickets.seal(this.#credential, { path, parameters }));
    }
    return new URL(`${this.#base}${path}${query.size > 0 ? `?${query}` : ''}`);
  }
}
