/** The object types of typed datasets: `City`. */
import { GraphQLID, GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType } from 'graphql';
import type { DatasetRecord } from '../../ods/records.ts';
import { annotate, annotateType } from '../annotations.ts';
import type { Context } from '../context.ts';
import type { CostFunction } from '../cost.ts';
import { encodeGlobalId } from '../global-id.ts';
import type { Base } from './base.ts';
import { fieldConfig, sentence } from './field-type.ts';
import { recordRelations } from './relation-fields.ts';
import type { TypeKit } from './type-kit.ts';
import type { TypedDataset } from './typed-dataset.ts';

const ID = 'Global id: the same as that of its `record`; `node` and `nodes` accept it.';
const RECORD_ID =
  'Its identifier (`recordid`). If the dataset has no unique-id field, it changes whenever the values change.';
const RECORD =
  'The same record without a type of its own: for what is known of every record. It costs no upstream call.';

/** What all typed records have. */
export function recordLikeType(base: Base): GraphQLInterfaceType {
  return new GraphQLInterfaceType({
    name: 'RecordLike',
    description: 'A record of a dataset that has a type of its own.',
    interfaces: [base.interface('Node')],
    fields: {
      id: { type: new GraphQLNonNull(GraphQLID), description: ID },
      recordId: { type: new GraphQLNonNull(GraphQLID), description: RECORD_ID },
      record: { type: new GraphQLNonNull(base.object('Record')), description: RECORD },
    },
  });
}

/** `City`: a field for each field of the dataset, and its relations. */
export function recordType(typed: TypedDataset, kit: TypeKit): GraphQLObjectType<DatasetRecord, Context> {
  const { base, recordLike } = kit;
  return new GraphQLObjectType<DatasetRecord, Context>({
    name: typed.name,
    description: typeDescription(typed),
    interfaces: [base.interface('Node'), recordLike],
    extensions: annotateType({ freshness: 'records', key: 'recordId', typed }),
    fields: () => ({
      id: {
        type: new GraphQLNonNull(GraphQLID),
        description: ID,
        resolve: ({ datasetId, recordId }) => encodeGlobalId({ typename: 'Record', datasetId, recordId }),
      },
      recordId: {
        type: new GraphQLNonNull(GraphQLID),
        description: RECORD_ID,
        extensions: { pothosExposedField: 'recordId' },
      },
      record: {
        type: new GraphQLNonNull(base.object('Record')),
        description: RECORD,
        extensions: annotate({ cost: recordCost(typed) }),
        resolve: (record) => record,
      },
      ...Object.fromEntries(typed.fields.map((field) => [field.name, fieldConfig(field, base)])),
      ...recordRelations(typed, kit),
    }),
  });
}

/** What a record tells of its dataset takes a lookup: that of a type is known from its file. */
function recordCost({ datasetId }: TypedDataset): CostFunction {
  return ({ place, selects }) => ({
    charges: selects('dataset', 'files', 'value', 'fields')
      ? [{ batch: `dataset ${datasetId} of records` }]
      : [],
    below: place,
  });
}

/** What the portal says of the dataset, and what its licence asks for. */
export function typeDescription({ file, datasetId }: TypedDataset): string {
  const { title, description, license, attributions = [] } = file;
  const parts = [
    `A record of ${title ? `"${title}" (\`${datasetId}\`)` : `\`${datasetId}\``}`,
    description ?? '',
    license ? `Licence: ${license}` : '',
    attributions.length > 0 ? `Attribution: ${attributions.join('; ')}` : '',
  ];
  return parts
    .filter((part) => part.trim() !== '')
    .map(sentence)
    .join('\n\n');
}
