import type { Quota as QuotaSource } from '../loading/quota.ts';
import { isExhausted } from '../ods/transport/quota.ts';
import { annotate, annotateType } from './annotations.ts';
import { builder } from './builder.ts';

const QuotaScope = builder.enumType('QuotaScope', {
  description: 'Whom a portal counts calls for.',
  values: {
    ANONYMOUS: { description: 'No credential was sent: the calls of this address are counted together.' },
    CREDENTIAL: { description: "An API key, a login or a token: the caller's own, or else the server's." },
  },
});

const Quota = builder.objectRef<QuotaSource>('Quota').implement({
  extensions: annotateType({ freshness: 'caller' }),
  description: 'How many calls to the portal are left. Every upstream call counts, whatever it answers.',
  fields: (t) => ({
    limit: t.exposeInt('limit', {
      description: 'Calls allowed until the reset, mostly a day (`X-RateLimit-Limit`).',
    }),
    remaining: t.exposeInt('remaining', {
      description: 'Calls left until the reset (`X-RateLimit-Remaining`).',
    }),
    used: t.int({
      description: 'Calls spent since the last reset: limit less remaining.',
      resolve: ({ limit, remaining }) => limit - remaining,
    }),
    resetAt: t.expose('resetAt', {
      type: 'DateTime',
      description: 'When the count starts anew (`X-RateLimit-Reset`).',
    }),
    observedAt: t.expose('observedAt', {
      type: 'DateTime',
      description: 'When an answer of the portal last said so.',
    }),
    exhausted: t.boolean({
      description: 'True where no call is left: until `resetAt` the portal refuses every one.',
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
      "The state of the caller's quota at the portal, as last reported, this operation's calls included. Null where no call of this caller has reported one yet.",
    args: {
      refresh: t.arg.boolean({
        defaultValue: false,
        description: 'True spends one upstream call to ask the portal, unless it is known that none is left.',
      }),
    },
    resolve: (_, { refresh }, { loaders }) => loaders.quota(refresh ?? false),
  }),
);
