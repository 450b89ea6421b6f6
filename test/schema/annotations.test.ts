/** What fields say of themselves: none that loads may be without its cost, or the guard would take it for free. */
import { getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';

const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && !type.name.startsWith('__')
    ? Object.values(type.getFields()).map((field) => ({
        parent: type,
        field,
        name: `${type.name}.${field.name}`,
      }))
    : [],
);

/** Anything at all: every property of it is another one. If it is called, it calls back, but not from a callback. */
function anything(callsBack = true): object {
  return new Proxy(() => {}, {
    get: (_, key) =>
      key === Symbol.toPrimitive ? () => 'x' : key === 'then' ? undefined : anything(callsBack),
    apply: (_, __, args: unknown[]) => {
      for (const callback of args) {
        if (callsBack && typeof callback === 'function')
          Promise.try(() => callback(anything(false), 0)).catch(() => {});
      }
      return anything(callsBack);
    },
  });
}

/** True if the resolver asks the context for what loads. */
async function loads({ field, parent }: (typeof fields)[number]): Promise<boolean> {
  let asked = false;
  const context = new Proxy(
    {},
    {
      get: (_, key) => {
        if (key === 'loaders' || key === 'pusher') asked = true;
        return key === 'isExplained' ? false : anything();
      },
    },
  );
  const info = {
    fieldNodes: [],
    fragments: {},
    schema,
    variableValues: {},
    parentType: parent,
    returnType: field.type,
  };
  for (const resolve of [field.resolve, field.subscribe]) {
    try {
      // Not a real call: only what it asks for counts, and not what becomes of it.
      await Reflect.apply(resolve ?? (() => null), null, [anything(), anything(), context, info]);
    } catch {}
  }
  return asked;
}

const loading = (await Promise.all(fields.map(async (one) => ((await loads(one)) ? [one] : [])))).flat();

test('the fields that load are found', () => {
  const names = loading.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'Query.dataset',
      'Query.datasets',
      'Query.node',
      'Query._entities',
      'Dataset.records',
      'Dataset.analysis',
      'Dataset.geoClusters',
      'Record.dataset',
      'Record.files',
      'Mutation.pushRecords',
      'Subscription.downloadRecords',
      'Subscription.recordsPushed',
    ]),
  );
  expect(names).not.toContain('Dataset.title');
});

describe('a field that loads', () => {
  // An export asks only for what makes a link: the call is made by whoever opens the link.
  test.each(
    loading.filter(({ name }) => name !== 'Dataset.export').map(({ name, field }) => [name, field] as const),
  )('%s says what it costs', (_, { extensions }) => {
    expect(extensions.cost).toBeTypeOf('function');
  });

  test.each(
    loading
      .filter(({ parent }) => parent !== schema.getMutationType() && parent !== schema.getSubscriptionType())
      .filter(({ name }) => !['Query.node', 'Query.nodes', 'Query._entities'].includes(name))
      .map(({ name, field, parent }) => [name, field, parent] as const),
  )('%s says what its answer is made of', (_, field, parent) => {
    const type = getNamedType(field.type);
    const own = field.extensions.freshness ?? (isObjectType(type) ? type.extensions.freshness : undefined);
    expect(own ?? parent.extensions.freshness).toBeTypeOf('string');
  });
});

test('a list of objects says how long it is, or what makes it so long', () => {
  const silent = fields.filter(({ field }) => {
    const isObjects = isObjectType(getNamedType(field.type)) && String(field.type).includes('[');
    return isObjects && field.extensions.cost === undefined && field.extensions.listSize === undefined;
  });
  // Short ones, bounded by the schema of a dataset or by what was asked.
  expect(silent.map(({ name }) => name).sort()).toEqual([
    'Dataset.alternativeExports',
    'Dataset.attachments',
    'Facet.facets',
    'Field.annotations',
    'GeoClustering.seriesRanges',
    'PushRecordsPayload.failures',
    'RecordBatch.records',
  ]);
});
