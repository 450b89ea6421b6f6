/** How often each dataset was asked for since the portal started: what the catalog can be sorted by. */
import type { DatabaseSync } from 'node:sqlite';

export type Use = 'downloads' | 'calls';

export class Usage {
  readonly #counts = { downloads: new Map<string, number>(), calls: new Map<string, number>() };

  /** Counts one use of a dataset that exists. */
  note(use: Use, datasetid: string): void {
    this.#counts[use].set(datasetid, this.of(use, datasetid) + 1);
  }

  of(use: Use, datasetid: string): number {
    return this.#counts[use].get(datasetid) ?? 0;
  }

  /** Registers the functions that `usageColumns` call. */
  registerIn(database: DatabaseSync): void {
    for (const use of ['downloads', 'calls'] as const) {
      database.function(`usage_${use}`, (datasetid) => this.of(use, String(datasetid)));
    }
  }
}

/** SQL for the metadata that are counted, by their names now and of old. */
export const usageColumns: ReadonlyMap<string, string> = new Map([
  ['explore.download_count', 'usage_downloads(r.datasetid)'],
  ['explore.downloads', 'usage_downloads(r.datasetid)'],
  ['explore.popularity_score', 'usage_calls(r.datasetid)'],
  ['explore.popularity', 'usage_calls(r.datasetid)'],
]);
