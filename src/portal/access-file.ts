/** The file that says who may call the portal, and who may push to it. */
import { z } from 'zod';

const quota = z.int().positive().optional();

/**
 * What the holder may see beyond the datasets that everybody sees; without it, everything. A dataset that it names with
 * a filter shows only the records that match this query of the API's language.
 */
const datasets = z
  .record(z.string().min(1), z.strictObject({ filter: z.string().min(1).optional() }))
  .optional();

/** Everything but the secret itself. */
const named = z.strictObject({ name: z.string().min(1), quota, datasets });

export const accessFile = z.strictObject({
  /** By key, and by token. Answers and logs show the name and never the key. */
  apikeys: z.record(z.string().min(1), named).default({}),
  tokens: z.record(z.string().min(1), named).default({}),
  /** By user name. */
  logins: z
    .record(z.string().min(1), z.strictObject({ password: z.string().min(1), quota, datasets }))
    .default({}),
  /** Push keys by `<dataset>/<resource>`. A resource that has no key takes no pushes. */
  pushkeys: z.record(z.string().min(1), z.string().min(1)).default({}),
});

/** What an access file may hold. */
export type AccessFile = z.input<typeof accessFile>;

/** What one holder may see, as the file says it. */
export type GrantedDatasets = z.infer<typeof datasets>;
