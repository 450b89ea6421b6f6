/** A dataset of the catalog, as the portal gives it. */
import { datasetFields } from './dataset-fields.ts';
import { unexpectedAnswer } from './errors.ts';
import type { FieldSet } from './field.ts';
import { readInstant } from './instant.ts';
import {
  isObject,
  type JsonObject,
  readNumber,
  readObject,
  readObjects,
  readText,
  readTexts,
} from './json.ts';

/** A document published beside the records. */
export interface Attachment {
  id: string;
  title: string | null;
  mediaType: string | null;
  description: string | null;
}

/** A dataset of the catalog: its metadata and the schema of its records. */
export interface Dataset {
  readonly datasetId: string;
  readonly title: string;
  /** HTML, as published. */
  readonly description: string | null;
  readonly publisher: string | null;
  readonly license: string | null;
  readonly licenseUrl: string | null;
  readonly themes: string[];
  readonly keywords: string[];
  readonly languages: string[];
  readonly references: string[];
  readonly attributions: string[];
  readonly timezone: string | null;
  readonly modifiedAt: Date | null;
  readonly dataProcessedAt: Date | null;
  readonly metadataProcessedAt: Date | null;
  readonly createdAt: Date | null;
  readonly issuedAt: Date | null;
  readonly creator: string | null;
  readonly contributor: string | null;
  /** How often it changes, in the publisher's words. */
  readonly frequency: string | null;
  readonly territories: string[];
  /** The domain that a federated dataset is of; null for one of this portal's own. */
  readonly sourceDomain: string | null;
  readonly recordsCount: number;
  readonly hasRecords: boolean;
  readonly dataVisible: boolean;
  readonly features: string[];
  /** Every metadata value, as the portal gives it. */
  readonly metas: JsonObject;
  readonly fields: FieldSet;
  readonly attachments: Attachment[];
  readonly alternativeExports: Attachment[];
}

/** Reads a dataset of any era: metas may be missing, lists may be single values. */
export function readDataset(json: unknown): Dataset {
  const datasetId = isObject(json) ? readText(json.datasetid) : null;
  if (!isObject(json) || datasetId === null)
    throw unexpectedAnswer('dataset lookup', 'an object with a datasetid');
  return new PortalDataset(json, datasetId);
}

/** A dataset as the portal gave it: most callers ask for few of its members, so each is read when it is asked for, and what takes time is read once. */
class PortalDataset implements Dataset {
  readonly datasetId: string;
  readonly metas: JsonObject;
  readonly #json: JsonObject;
  #fields: FieldSet | undefined;
  #attachments: Attachment[] | undefined;
  #alternativeExports: Attachment[] | undefined;

  constructor(json: JsonObject, datasetId: string) {
    this.#json = json;
    this.datasetId = datasetId;
    this.metas = readObject(json.metas);
  }

  get title(): string {
    return readText(this.metas.title) ?? this.datasetId;
  }

  get description(): string | null {
    return readText(this.metas.description);
  }

  get publisher(): string | null {
    return readText(this.metas.publisher);
  }

  get license(): string | null {
    return readText(this.metas.license);
  }

  get licenseUrl(): string | null {
    return readText(this.metas.license_url);
  }

  get themes(): string[] {
    return readTexts(this.metas.theme);
  }

  get keywords(): string[] {
    return readTexts(this.metas.keyword);
  }

  get languages(): string[] {
    return readTexts(this.metas.language);
  }

  get references(): string[] {
    return readTexts(this.metas.references);
  }

  get attributions(): string[] {
    return readTexts(this.metas.attributions);
  }

  get timezone(): string | null {
    return readText(this.metas.timezone);
  }

  get modifiedAt(): Date | null {
    return readInstant(this.metas.modified);
  }

  get dataProcessedAt(): Date | null {
    return readInstant(this.metas.data_processed);
  }

  get metadataProcessedAt(): Date | null {
    return readInstant(this.metas.metadata_processed);
  }

  get createdAt(): Date | null {
    return readInstant(this.#dcat('created'));
  }

  get issuedAt(): Date | null {
    return readInstant(this.#dcat('issued'));
  }

  get creator(): string | null {
    return readText(this.#dcat('creator'));
  }

  get contributor(): string | null {
    return readText(this.#dcat('contributor'));
  }

  get frequency(): string | null {
    return readText(this.#dcat('accrualperiodicity'));
  }

  get territories(): string[] {
    return readTexts(this.metas.territory);
  }

  get sourceDomain(): string | null {
    const [, domain] = this.datasetId.split('@');
    return readText(this.metas.source_domain_address) ?? readText(this.metas.source_domain) ?? domain ?? null;
  }

  /** Portals of 2015 had these among the other metadata. */
  #dcat(name: string): unknown {
    return readObject(readObject(this.#json.interop_metas).dcat)[name] ?? this.metas[name];
  }

  get recordsCount(): number {
    return readNumber(this.metas.records_count) ?? 0;
  }

  get hasRecords(): boolean {
    return this.#json.has_records === true;
  }

  /** Absent until 2016, when every visible dataset's records were. */
  get dataVisible(): boolean {
    return this.#json.data_visible !== false;
  }

  get features(): string[] {
    return readTexts(this.#json.features);
  }

  get fields(): FieldSet {
    this.#fields ??= datasetFields(this.datasetId, this.#json.fields);
    return this.#fields;
  }

  get attachments(): Attachment[] {
    this.#attachments ??= readAttachments(this.#json.attachments);
    return this.#attachments;
  }

  get alternativeExports(): Attachment[] {
    this.#alternativeExports ??= readAttachments(this.#json.alternative_exports);
    return this.#alternativeExports;
  }
}

function readAttachments(json: unknown): Attachment[] {
  return readObjects(json).flatMap((attachment) => {
    const id = readText(attachment.id);
    if (id === null) return [];
    return [
      {
        id,
        title: readText(attachment.title),
        mediaType: readText(attachment.mimetype),
        description: readText(attachment.description),
      },
    ];
  });
}
