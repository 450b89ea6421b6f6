import { LRUCache } from 'lru-cache';
import type { FieldSet } from '../ods/field.ts';
import type { Credential } from '../ods/transport/credential.ts';

/** Datasets that are pushed to; more than any portal has. */
const MAX_DATASETS = 1000;

/**
 * The fields of datasets that are pushed to, by who may see them. A push drops what is kept of its dataset, whose
 * fields it does not change: without this, each push would look them up anew.
 */
export class KnownFields {
  readonly #fields: LRUCache<string, FieldSet> | null;

  /** `seconds`: how long fields are known; nothing is if that is 0. */
  constructor(seconds: number) {
    this.#fields = seconds > 0 ? new LRUCache({ max: MAX_DATASETS, ttl: seconds * 1000 }) : null;
  }

  get({ id }: Credential, datasetId: string): FieldSet | undefined {
    return this.#fields?.get(`${id} ${datasetId}`);
  }

  set({ id }: Credential, datasetId: string, fields: FieldSet): void {
    this.#fields?.set(`${id} ${datasetId}`, fields);
  }
}
