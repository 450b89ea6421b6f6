/** A dataset as a type of the graph: what its file says, in the words of the loaders. */
import { type Dataset, readDataset } from '../../ods/dataset.ts';
import { type Field, findAnnotation, isFacet, isSortable } from '../../ods/field.ts';
import type { DatasetType, Relation, TypeField } from '../../types/dataset-type.ts';
import { singularOf } from '../../types/names.ts';

/** What the values of a field are in the graph. */
export type FieldKind =
  | 'text'
  | 'texts'
  | 'numberText'
  | 'int'
  | 'float'
  | 'date'
  | 'partialDate'
  | 'datetime'
  | 'geoPoint'
  | 'geoShape'
  | 'file'
  | 'other';

/** A field of a typed dataset, under its name in the graph. */
export interface TypedField {
  readonly name: string;
  /** Its name at the portal. */
  readonly portalName: string;
  readonly kind: FieldKind;
  /** What stands between the values of a text that has several. */
  readonly separator: string;
  readonly file: TypeField;
  readonly field: Field;
  /** False of a field that the portal has no more. */
  readonly isThere: boolean;
}

/** A relation of a typed dataset to another. */
export interface TypedRelation {
  readonly name: string;
  readonly to: TypedDataset;
  /** Fields of this dataset, each with the field of the other that has the same value. */
  readonly by: readonly { own: TypedField; other: TypedField }[];
  readonly back: string | null;
  /** The one field of the other that it gives; null if it gives the whole record. */
  readonly field: TypedField | null;
}

/** A dataset that has a type of its own. */
export class TypedDataset {
  readonly file: DatasetType;
  /** The dataset as the loaders know it: its fields are those of the file, so that none has to be looked up. */
  readonly dataset: Dataset;
  /** The fields that the graph shows. */
  readonly fields: readonly TypedField[];
  /** What its records belong to. */
  readonly relations: TypedRelation[] = [];
  /** The relations of other types that lead here and have a name for the way back. */
  readonly backRelations: { from: TypedDataset; relation: TypedRelation }[] = [];
  readonly #byName: ReadonlyMap<string, TypedField>;

  constructor(file: DatasetType) {
    this.file = file;
    this.dataset = readDataset({
      datasetid: file.dataset,
      has_records: true,
      metas: { title: file.title ?? file.name },
      // What is gone is no field to ask for any more.
      fields: file.fields.flatMap(({ gone, field, type, label, description, annotations }) =>
        gone ? [] : [{ name: field, type, label, description, annotations }],
      ),
    });
    const fields = file.fields.map((one) => typedField(one, this.dataset));
    this.#byName = new Map(fields.map((field) => [field.name, field]));
    this.fields = fields.filter(({ file: { hidden } }) => !hidden);
  }

  /** The name of its type. */
  get name(): string {
    return this.file.name;
  }

  /** The name of the field that looks up one record. */
  get singular(): string {
    return singularOf(this.name);
  }

  get plural(): string {
    return this.file.plural;
  }

  get datasetId(): string {
    return this.dataset.datasetId;
  }

  /** A field by its name in the graph, also one that the graph does not show. */
  field(name: string): TypedField | undefined {
    return this.#byName.get(name);
  }

  /** The fields for which this holds, without those that the portal has no more. */
  such(matches: (field: TypedField) => boolean): TypedField[] {
    return this.fields.filter((field) => field.isThere && matches(field));
  }

  /** The first field of places, by which `near`, `within` and `withinBox` go. */
  get place(): TypedField | undefined {
    return this.such(isPlace)[0];
  }

  /** True if the place is the only one that the dataset has, those included that the graph does not show. */
  get hasOnePlace(): boolean {
    return [...this.#byName.values()].filter((field) => field.isThere && isPlace(field)).length === 1;
  }
}

/** The datasets of these files, with their relations. */
export function typedDatasets(files: readonly DatasetType[]): TypedDataset[] {
  const datasets = files.map((file) => new TypedDataset(file));
  const byName = new Map(datasets.map((dataset) => [dataset.name, dataset]));
  for (const from of datasets) {
    for (const [name, relation] of Object.entries(from.file.relations ?? {})) {
      const typed = typedRelation(name, relation, from, byName);
      from.relations.push(typed);
      if (typed.back !== null) typed.to.backRelations.push({ from, relation: typed });
    }
  }
  return datasets;
}

function typedRelation(
  name: string,
  { to, by, back, field }: Relation,
  from: TypedDataset,
  byName: ReadonlyMap<string, TypedDataset>,
): TypedRelation {
  const other = required(byName.get(to), `${from.name}.${name} leads to ${to}, which is no type`);
  const fieldOf = (dataset: TypedDataset, key: string) =>
    required(dataset.field(key), `${from.name}.${name} names ${key}, which is no field of ${dataset.name}`);
  return {
    name,
    to: other,
    by: Object.entries(by).map(([own, its]) => ({ own: fieldOf(from, own), other: fieldOf(other, its) })),
    back: back ?? null,
    field: field === undefined ? null : fieldOf(other, field),
  };
}

/** Files are checked when they are read: what is missing here was never checked. */
function required<T>(value: T | undefined, problem: string): T {
  if (value === undefined) throw new Error(`The types are wrong: ${problem}.`);
  return value;
}

function typedField(file: TypeField, { fields }: Dataset): TypedField {
  const known = fields.get(file.field);
  const field = known ?? goneField(file);
  const [separator = ''] = findAnnotation(field, 'multivalued')?.args ?? [];
  return {
    name: file.name,
    portalName: file.field,
    kind: kindOf(field, file),
    separator: separator === '' ? ',' : separator,
    file,
    field,
    isThere: known !== undefined,
  };
}

function goneField({ field: name, label, type: rawType }: TypeField): Field {
  return { name, label: label ?? name, description: null, type: 'OTHER', rawType, annotations: [] };
}

function kindOf(field: Field, { as }: TypeField): FieldKind {
  switch (field.type) {
    case 'TEXT':
      if (as) return 'numberText';
      return findAnnotation(field, 'multivalued') ? 'texts' : 'text';
    case 'INT':
      return 'int';
    case 'DOUBLE':
      return 'float';
    case 'DATE':
      return isCoarse(field) ? 'partialDate' : 'date';
    case 'DATETIME':
      return isCoarse(field) ? 'partialDate' : 'datetime';
    case 'GEO_POINT':
      return 'geoPoint';
    case 'GEO_SHAPE':
      return 'geoShape';
    case 'FILE':
      return 'file';
    default:
      return 'other';
  }
}

/** True of dates of which only the year, or the year and the month are known. */
function isCoarse(field: Field): boolean {
  const [precision] = findAnnotation(field, 'timeserie_precision')?.args ?? [];
  return precision === 'year' || precision === 'month';
}

const isPlace = ({ kind }: TypedField): boolean => kind === 'geoPoint' || kind === 'geoShape';

/** True of numbers, which can be added up. */
export const isNumber = ({ kind }: TypedField): boolean => kind === 'int' || kind === 'float';

/** True of dates and datetimes of any precision. */
export const isDated = ({ kind }: TypedField): boolean =>
  kind === 'date' || kind === 'partialDate' || kind === 'datetime';

/** True of what records can be grouped by: a text only if it is a facet. */
export const isGroupable = (typed: TypedField): boolean =>
  isNumber(typed) || isDated(typed) || isFacet(typed.field);

/** True of what records can be sorted by: numbers in a text would be sorted as text. */
export const isOrderable = ({ kind, field }: TypedField): boolean =>
  kind !== 'texts' && kind !== 'numberText' && isSortable(field);
