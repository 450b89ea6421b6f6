import { annotate, annotateType } from './annotations.ts';
import { builder } from './builder.ts';
import type { PortalInfo } from './context.ts';

const Portal = builder.objectRef<PortalInfo>('Portal').implement({
  description: 'The open-data portal behind this graph.',
  extensions: annotateType({ freshness: 'dataset' }),
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: "The portal's address, without a credential." }),
    name: t.exposeString('name', {
      description: "The portal's host name, or the name of the embedded portal.",
    }),
    apiVersion: t.exposeString('apiVersion', {
      description: 'Version of the REST API that answers, such as `1.0`.',
    }),
    embedded: t.exposeBoolean('embedded', {
      description: 'True if this server started the portal itself, false if it is a real one (`ODS_URL`).',
    }),
  }),
});

builder.queryField('portal', (t) =>
  t.field({
    type: Portal,
    extensions: annotate({ tag: 'operations' }),
    description:
      'The portal behind this graph: its address, and whether it is real or embedded. This costs no upstream call.',
    resolve: (_, __, { portal }) => portal,
  }),
);
