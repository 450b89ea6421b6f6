import type { Quota as QuotaSource } from '../loading/quota.ts';
import { isExhausted } from '../ods/transport/quota.ts';
import { annotate, annotateType } from './annotations.ts';
import { builder } from './builder.ts';

const QuotaScope = builder.enumType('QuotaScope', {
  description: 'Whose calls a portal counts together.',
  values: {
    ANONYMOUS: { description: 'No credential was sent: the calls of this address are counted together.' },
    CREDENTIAL: {
      description:
        "An API key, a login or a token was sent: the caller's own, or else the server's. Its calls are counted.",
    },
    PUSH_KEY: {
      description: 'The requests of pushes are counted under their push key, apart from all reads.',
    },
  },
});

/** The largest number that `Int` has: a field must not fail on a larger one. */
const atMost = (calls: number): number => Math.min(calls, 2_147_483_647);

export const Quota = builder.objectRef<QuotaSource>('Quota').implement({
  extensions: annotateType({ freshness: 'caller' }),
  description: 'How many calls to the portal are left. Every upstream call counts, whatever the answer is.',
  fields: (t) => ({
    limit: t.int({
      description:
        'How many calls are allowed between two resets, which are mostly a day apart (`X-RateLimit-Limit`). It is 2147483647 if there are so many or more, as with portals that mean "no limit" by a number that is beyond all use.',
      resolve: ({ limit }) => atMost(limit),
    }),
    remaining: t.int({
      description:
        'How many calls are left until the reset (`X-RateLimit-Remaining`). It is 2147483647 if there are so many or more.',
      resolve: ({ remaining }) => atMost(remaining),
    }),
    used: t.int({
      description:
        'How many calls were spent since the last reset: what the portal gives as the limit, minus what remains. It is 2147483647 if there are so many or more, and 0 if the portal gives numbers beyond 9007199254740991.',
      resolve: ({ limit, remaining }) => atMost(limit - remaining),
    }),
    resetAt: t.expose('resetAt', {
      type: 'DateTime',
      description: 'When the count starts again (`X-RateLimit-Reset`).',
    }),
    observedAt: t.expose('observedAt', {
      type: 'DateTime',
      description: 'When an answer of the portal last reported these numbers.',
    }),
    exhausted: t.boolean({
      description: 'True if no call is left: until `resetAt` the portal refuses every call.',
      resolve: (quota) => isExhausted(quota),
    }),
    scope: t.field({
      type: QuotaScope,
      description: 'Whose calls are counted.',
      resolve: ({ scope }) => scope,
    }),
  }),
});

builder.queryField('quota', (t) =>
  t.field({
    type: Quota,
    extensions: annotate({
      tag: 'operations',
      cost: ({ args }) => ({ charges: args.refresh === true ? [{ own: 1 }] : [] }),
    }),
    nullable: true,
    description:
      "The state of the caller's quota of reads at the portal, as it was last reported (pushes have another: see `PushRecordsPayload.quota`). The calls of this operation are included. It is null if no call of this caller has reported one yet.",
    args: {
      refresh: t.arg.boolean({
        defaultValue: false,
        description:
          'If true, one upstream call is spent to ask the portal, unless it is known that no call is left.',
      }),
    },
    resolve: (_, { refresh }, { loaders }) => loaders.quota(refresh ?? false),
  }),
);
