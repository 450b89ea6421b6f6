/**
 * A dataset as a type of the graph, as its file in the folder of types says: `datasets/City.json`. The server makes the
 * type from the file alone, so that every replica has the same schema, whatever the portal answers.
 */
import { z } from 'zod';

/** What GraphQL takes as a name, without the two underscores that it keeps for itself. */
const NAME = /^(?!__)[_A-Za-z][_0-9A-Za-z]{0,99}$/;

const name = (description: string) =>
  z
    .string()
    .regex(NAME, 'must be a name of GraphQL: letters, digits and _, and no digit at the start')
    .describe(description);

const FieldAnnotation = z.strictObject({
  name: z.string().describe('Its name at the portal, such as `facet` or `multivalued`.'),
  args: z.array(z.string()).default([]).describe('Its arguments, such as the separator of `multivalued`.'),
});

const TypeField = z.strictObject({
  name: name('Its name in the graph: yours to change.'),
  field: z.string().min(1).describe('Its name at the portal.'),
  type: z
    .string()
    .min(1)
    .describe(
      'Its type at the portal: text, int, double, date, datetime, geo_point_2d, geo_shape, file, or another, whose values are JSON.',
    ),
  label: z.string().optional().describe('What the portal calls it before people.'),
  description: z.string().optional().describe('What the portal says of it.'),
  unit: z.string().optional().describe('The unit of its values.'),
  annotations: z.array(FieldAnnotation).optional().describe('What the portal notes of it.'),
  as: z
    .enum(['Int', 'Float'])
    .optional()
    .describe('For a text that holds numbers: values are given as this type, null if they are none.'),
  hidden: z.literal(true).optional().describe('True leaves it out of the graph.'),
  gone: z
    .literal(true)
    .optional()
    .describe('True if the portal has it no more: it is null and deprecated until it is removed here.'),
});

const Relation = z.strictObject({
  to: name('The type that it leads to.'),
  by: z
    .record(z.string(), z.string())
    .refine((by) => Object.keys(by).length > 0, 'needs at least one field')
    .describe(
      'Fields of this type, each with the field of the other type that has the same value, by their names in the graph.',
    ),
  back: name('What the other type calls the way back, to the many.').optional(),
  field: name(
    'A field of the other type: the relation then gives its value, such as a flag, and not the whole record. It has no way back.',
  ).optional(),
});

/** The schema of the file of a type. */
export const DatasetType = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON schema of this file is, for editors.'),
  dataset: z.string().min(1).describe('The identifier of the dataset (`datasetid`).'),
  name: name('The name of the type, such as `City`; the field that looks up one is named after it: `city`.'),
  plural: name('The name of the field that searches them, such as `cities`.'),
  title: z.string().optional().describe('The title of the dataset.'),
  description: z.string().optional().describe('What the type is, in plain text.'),
  license: z.string().optional().describe('The licence of the data.'),
  attributions: z.array(z.string()).optional().describe('Whom the licence asks to name.'),
  realtime: z
    .literal(true)
    .optional()
    .describe('True if records are pushed to it: the graph then has a mutation for that.'),
  fields: z.array(TypeField).describe('Its fields, in the order of the dataset.'),
  relations: z
    .record(name('What this type calls the one that it leads to.'), Relation)
    .optional()
    .describe('What its records belong to, by the name of the field that leads there.'),
});

/** The type of a dataset, as its file has it. */
export type DatasetType = z.infer<typeof DatasetType>;
/** A field of the type. */
export type TypeField = z.infer<typeof TypeField>;
/** A relation to one record of another type, and the way back from it. */
export type Relation = z.infer<typeof Relation>;
