/** The file of a type as it is written: the same for the same type, whoever made it and in whatever order. */
import type { FieldAnnotation } from '../ods/field.ts';
import type { DatasetType, Relation, TypeField } from './dataset-type.ts';
import { jsonText } from './json-text.ts';

/** The text of the file. What has no value is left out. */
export function textOfType(type: DatasetType): string {
  const { $schema, dataset, name, plural, title, description, license, attributions, realtime } = type;
  const json = {
    $schema,
    dataset,
    name,
    plural,
    title,
    description,
    license,
    attributions,
    realtime,
    fields: type.fields.map(fieldOf),
    relations: type.relations && Object.fromEntries(relationsOf(type.relations)),
  };
  return jsonText(json);
}

function fieldOf(field: TypeField): object {
  const { name, field: original, type, as, hidden, gone, label, description, unit, annotations } = field;
  return {
    name,
    field: original,
    type,
    ...(as && { as }),
    ...(hidden && { hidden }),
    ...(gone && { gone }),
    ...(label !== undefined && { label }),
    ...(description !== undefined && { description }),
    ...(unit !== undefined && { unit }),
    ...(annotations && { annotations: annotations.map(annotationOf) }),
  };
}

function annotationOf({ name, args }: FieldAnnotation): object {
  return args.length > 0 ? { name, args } : { name };
}

function relationsOf(relations: Record<string, Relation>): [string, Relation][] {
  return Object.entries(relations).map(([name, { to, by, back, field }]) => [
    name,
    { to, by, ...(back !== undefined && { back }), ...(field !== undefined && { field }) },
  ]);
}
