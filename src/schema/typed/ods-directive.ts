/** The names that datasets and fields have at the portal, for programs: `@ods(field: "country_code")`. */
import { DirectiveLocation, GraphQLDirective, GraphQLString } from 'graphql';

/** It changes no answer, and is written in the printed schema. */
export const OdsDirective = new GraphQLDirective({
  name: 'ods',
  description: 'What a type or a field made from the data is called at the portal. It changes no answer.',
  locations: [DirectiveLocation.OBJECT, DirectiveLocation.FIELD_DEFINITION],
  args: {
    dataset: { type: GraphQLString, description: 'Of a type: the identifier of its dataset (`datasetid`).' },
    field: { type: GraphQLString, description: 'Of a field: its name in the dataset.' },
  },
});
