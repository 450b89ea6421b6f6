/** A search of a typed dataset, as its connection shows it. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Connection, PageArguments } from '../../loading/connection.ts';
import type { Loaders } from '../../loading/loaders.ts';
import { type KeyValue, narrowed } from '../../loading/relations.ts';
import type { RecordFilter } from '../../ods/query/filter.ts';
import type { OrderBy } from '../../ods/query/sort.ts';
import type { DatasetRecord } from '../../ods/records.ts';
import { selectionsOn } from '../selection.ts';
import { FUNCTION_NAMES } from './aggregate-type.ts';
import { isGroupable, type TypedDataset, type TypedRelation } from './typed-dataset.ts';
import { recordFilterOf, type TypedFilter } from './typed-filter.ts';

/** The arguments of a field that searches a typed dataset. */
export interface TypedSearchArguments extends PageArguments {
  filter?: TypedFilter | null;
  orderBy?: readonly OrderBy[] | null;
  timezone?: string | null;
}

/** The record that the records of a search belong to. */
interface Owner {
  relation: TypedRelation;
  values: readonly KeyValue[];
}

/** What a connection of a typed dataset resolves its fields with. */
export class TypedSearch {
  readonly typed: TypedDataset;
  /** The records searched, the owner's condition included. */
  readonly filter: RecordFilter;
  readonly timezone: string | null | undefined;
  readonly records: Connection<DatasetRecord>;
  readonly #loaders: Loaders;
  readonly #own: RecordFilter;
  readonly #owner: Owner | null;

  readonly #hasPage: boolean;
  /** True if the number of records comes with the other numbers over them: nothing else tells it. */
  readonly countsWithAggregates: boolean;

  constructor(
    typed: TypedDataset,
    args: TypedSearchArguments,
    loaders: Loaders,
    info: GraphQLResolveInfo,
    owner: Owner | null = null,
  ) {
    const { filter, timezone, ...page } = args;
    this.typed = typed;
    this.timezone = timezone;
    this.#loaders = loaders;
    this.#owner = owner;
    const asked = selectionsOn(info, `${typed.name}Connection`, []).map(({ name }) => name);
    this.#hasPage = PAGE_FIELDS.some((name) => asked.includes(name));
    this.countsWithAggregates =
      !this.#hasPage && !asked.includes('totalCount') && asksForMeasures(typed, info);
    this.#own = recordFilterOf(typed, filter);
    this.filter = owner ? narrowed(this.#own, ownedBy(owner)) : this.#own;
    this.records = loaders.records(typed.dataset, { ...page, filter: this.filter, timezone });
  }

  /** How many records match. If no page is asked for, those of many owners are counted in one call. */
  totalCount(): Promise<number> {
    const owner = this.#owner;
    const { typed, timezone } = this;
    if (!owner || this.#hasPage || !isCountedTogether(owner.relation)) return this.records.totalCount();
    return this.#loaders.relations.count({
      dataset: typed.dataset,
      fields: owner.relation.by.map(({ own }) => own.portalName),
      values: owner.values,
      filter: this.#own,
      timezone,
    });
  }
}

/** What comes with the rows of a page, the total among it. */
export const PAGE_FIELDS = ['nodes', 'edges', 'pageInfo', 'facets'];

function asksForMeasures({ name }: TypedDataset, info: GraphQLResolveInfo): boolean {
  const selected = selectionsOn(info, `${name}Aggregate`, [`${name}Connection`]);
  return selected.some((one) => FUNCTION_NAMES.some((aggregate) => aggregate === one.name));
}

/** True if an analysis can count for each of many owners: its axes are the fields that they share. */
export function isCountedTogether({ by }: TypedRelation): boolean {
  return by.every(({ own }) => isGroupable(own) && own.kind !== 'texts');
}

function ownedBy({ relation, values }: Owner) {
  return {
    all: relation.by.map(({ own }, index) => ({
      equals: { field: own.portalName, value: values[index] ?? '' },
    })),
  };
}
