/** Whether the types are still what the portal has: looked at once, in the background, behind a start. */
import { causesOf } from './execution/failure-cause.ts';
import type { Logger } from './execution/logger.ts';
import type { Session } from './ods/transport/session.ts';
import { apiSchema } from './schema/schema.ts';
import { withTypes } from './schema/typed/typed-schema.ts';
import type { TypeChangeCount } from './server/metrics/metrics.ts';
import type { DatasetType } from './types/dataset-type.ts';
import type { Criticality, TypeChange } from './types/type-changes.ts';

/** So many changes are told in the log; `ods-graphql types check` tells all. */
const MAX_TOLD = 20;

export interface TypeCheckOptions {
  types: readonly DatasetType[];
  /** The server's own way to the portal. */
  session: Session;
  logger: Logger;
}

export class TypeCheck {
  readonly #options: TypeCheckOptions;
  readonly #closing = new AbortController();
  #changes: readonly TypeChange[] = [];

  constructor(options: TypeCheckOptions) {
    this.#options = options;
  }

  /** How many changes of each type were seen, by how much they matter; none before it has looked. */
  get counts(): TypeChangeCount[] {
    const counts = new Map<string, TypeChangeCount>();
    for (const { type, criticality } of this.#changes) {
      const key = `${criticality} ${type}`;
      const count = counts.get(key) ?? { type, criticality, count: 0 };
      counts.set(key, { ...count, count: count.count + 1 });
    }
    return [...counts.values()];
  }

  /** Compares the types with the portal, at the price of a call for each hundred. It never rejects: the log tells all. */
  async run(): Promise<void> {
    const { types, logger } = this.#options;
    if (types.length === 0) return;
    try {
      this.#changes = await this.#look();
      this.#tell();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      logger.warn({ causes: causesOf(error) }, 'the types could not be compared with the portal');
    }
  }

  /** Ends it, if it is under way. */
  close(): void {
    this.#closing.abort();
  }

  /** What it needs beyond the call is loaded now: no start waits for it. */
  async #look(): Promise<TypeChange[]> {
    const { types, session } = this.#options;
    const { datasetsAt } = await import('./commands/portal-datasets.ts');
    const { changesAtPortal } = await import('./types/type-changes.ts');
    const ids = types.map(({ dataset }) => dataset);
    const datasets = await datasetsAt({ ...session, signal: this.#closing.signal }, ids);
    return changesAtPortal(types, datasets, (some) => withTypes(apiSchema, some));
  }

  #tell(): void {
    const { types, logger } = this.#options;
    const number = (of: Criticality) => this.#changes.filter(({ criticality }) => criticality === of).length;
    const line = {
      types: types.length,
      breaking: number('breaking'),
      dangerous: number('dangerous'),
      safe: number('safe'),
      changes: this.#changes.slice(0, MAX_TOLD).map(({ type, message }) => `${type}: ${message}`),
    };
    if (this.#changes.length === 0) logger.info(line, 'the types are as the portal describes their datasets');
    else if (line.breaking + line.dangerous === 0)
      logger.info(line, 'the portal has more than the types say: see ods-graphql types check');
    else logger.warn(line, 'the portal is no longer as the types say: see ods-graphql types check');
  }
}
