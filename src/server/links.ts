import type { DownloadFormat } from '../ods/download.ts';
import { OdsError } from '../ods/errors.ts';
import { DATASET_ID, requireIdentifier } from '../ods/identifier.ts';
import { type Media, requireMedia } from '../ods/media.ts';
import type { Parameter } from '../ods/parameter.ts';
import type { Credential } from '../ods/transport/credential.ts';
import type { Links as LinksOfSchema } from '../schema/context.ts';
import type { Tickets } from './tickets.ts';

/** It is less than servers and proxies take: Node's own limit of all headers together is 16 KiB. */
const MAX_LINK_LENGTH = 8000;

export interface LinksOptions {
  /** The origin that the request names as this server's. */
  origin: string | null;
  bases: LinkBaseOptions;
  tickets: Tickets;
  /** The credential of a caller that has one of its own: whoever opens its links acts for it. */
  credential: Credential | null;
}

export interface LinkBaseOptions {
  /** The address under which the world reaches this server; a path in it is what all others are below. */
  publicUrl?: URL | undefined;
  /**
   * The hosts, with or without a port, that a request may name if there is no such address.
   * @default localhost, 127.0.0.1 and [::1]
   */
  trustedHosts?: readonly string[] | undefined;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * What the links of a request begin with, without a slash at the end, of the origin that it names: whoever sends a request says which host it is for, and so a host is believed
 * only if it is known. Without one, links are relative to the address that the client has used.
 */
function linkBase(origin: string | null, { publicUrl, trustedHosts = LOOPBACK }: LinkBaseOptions): string {
  if (publicUrl) return withoutSlashes(publicUrl.href);
  if (origin === null) return '';
  const host = origin.slice(origin.indexOf('//') + 2);
  const isTrusted = trustedHosts.includes(host) || trustedHosts.includes(host.replace(/:\d{1,5}$/, ''));
  return isTrusted ? origin : '';
}

function withoutSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}

/** Makes the addresses of `/export` and `/media` for one caller. */
export class Links implements LinksOfSchema {
  readonly #origin: string | null;
  readonly #bases: LinkBaseOptions;
  readonly #tickets: Tickets;
  readonly #credential: Credential | null;

  constructor({ origin, bases, tickets, credential }: LinksOptions) {
    this.#origin = origin;
    this.#bases = bases;
    this.#tickets = tickets;
    this.#credential = credential;
  }

  async export(datasetId: string, format: DownloadFormat, parameters: readonly Parameter[]): Promise<string> {
    requireIdentifier(datasetId, DATASET_ID, 'datasetId');
    const url = await this.#link(`/export/${datasetId}.${format}`, parameters);
    if (url.length <= MAX_LINK_LENGTH) return url;
    throw new OdsError(
      'BAD_USER_INPUT',
      `filter: the link would have ${url.length} characters, and a link may have ${MAX_LINK_LENGTH}; shorten the filter or the list of fields, or use Subscription.downloadRecords.`,
      { argument: 'filter' },
    );
  }

  async media(media: Media): Promise<string> {
    requireMedia(media);
    const { datasetId, kind, id, size } = media;
    const parts = [datasetId, kind, id, ...(size === undefined ? [] : [String(size)])];
    return this.#link(`/media/${parts.join('/')}`, []);
  }

  async #link(path: string, parameters: readonly Parameter[]): Promise<string> {
    const query = new URLSearchParams(parameters.map(([name, value]) => [name, value]));
    if (this.#credential) {
      query.append('ticket', await this.#tickets.seal(this.#credential, { path, parameters }));
    }
    return `${linkBase(this.#origin, this.#bases)}${path}${query.size > 0 ? `?${query}` : ''}`;
  }
}
