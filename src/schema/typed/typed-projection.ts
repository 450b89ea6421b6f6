/** The portal's fields that a selection of a typed dataset wants, so that no others are fetched. */
import type { GraphQLResolveInfo } from 'graphql';
import type { ResolveTree } from 'graphql-parse-resolve-info';
import type { Projection } from '../../loading/projection.ts';
import { projectionOf } from '../projection.ts';
import { selectionsOn } from '../selection.ts';
import type { TypedDataset } from './typed-dataset.ts';

/** Projections by the selection: the records of a list have the same. */
const known = new WeakMap<TypedDataset, WeakMap<readonly ResolveTree[], Projection>>();

/** The fields wanted of records, below the calling resolver. */
export function typedProjection(info: GraphQLResolveInfo, typed: TypedDataset): Projection {
  const bySelection = known.get(typed) ?? new WeakMap<readonly ResolveTree[], Projection>();
  known.set(typed, bySelection);
  const selections = selectionsOn(info, typed.name, [`${typed.name}Edge`, `${typed.name}Batch`]);
  const found = bySelection.get(selections);
  if (found) return found;
  const projection = wantedOf(selections, typed);
  bySelection.set(selections, projection);
  return projection;
}

function wantedOf(selections: readonly ResolveTree[], typed: TypedDataset): Projection {
  const names = new Set<string>();
  const records: ResolveTree[] = [];
  for (const { name, fieldsByTypeName } of selections) {
    if (name === 'record') records.push(...Object.values(fieldsByTypeName.Record ?? {}));
    for (const portalName of portalNames(typed, name)) names.add(portalName);
  }
  return projectionOf(records, typed.dataset.fields, 'all', [...names]);
}

/** The portal's fields that a field of the type is read from. */
function portalNames(typed: TypedDataset, name: string): string[] {
  const field = typed.field(name);
  if (field) return field.isThere ? [field.portalName] : [];
  const relation = typed.relations.find((one) => one.name === name);
  if (relation) return relation.by.map(({ own }) => own.portalName);
  const back = typed.backRelations.find((one) => one.relation.back === name);
  return back ? back.relation.by.map(({ other }) => other.portalName) : [];
}
