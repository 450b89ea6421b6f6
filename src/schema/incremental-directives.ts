/** `@defer` and `@stream`: slow parts of an answer may come after the rest. They are in the served schema only. */
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';

const IF = {
  type: new GraphQLNonNull(GraphQLBoolean),
  defaultValue: true,
  description: 'If false, the directive has no effect and everything comes at once.',
};
const LABEL = { type: GraphQLString, description: 'A unique name, by which the client recognises the part.' };

/** The rest of the answer does not wait for a fragment. */
export const DeferDirective = new GraphQLDirective({
  name: 'defer',
  description: 'The fragment comes in a later part of the answer, as soon as it is available.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: { if: IF, label: LABEL },
});

/** The rest of the answer does not wait for the end of a list. */
export const StreamDirective = new GraphQLDirective({
  name: 'stream',
  description: 'The items of the list come in later parts of the answer, as soon as they are available.',
  locations: [DirectiveLocation.FIELD],
  args: {
    if: IF,
    label: LABEL,
    initialCount: { type: GraphQLInt, defaultValue: 0, description: 'How many items come at once.' },
  },
});
