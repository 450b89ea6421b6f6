/** The file that says who may call the portal, and who may push to it. */
import { z } from 'zod';

const quota = z.int().positive().optional();

export const accessFile = z.strictObject({
  /** By key, and by token. Answers and logs show the name and never the key. */
  apikeys: z.record(z.string().min(1), z.strictObject({ name: z.string().min(1), quota })).default({}),
  tokens: z.record(z.string().min(1), z.strictObject({ name: z.string().min(1), quota })).default({}),
  /** By user name. */
  logins: z.record(z.string().min(1), z.strictObject({ password: z.string().min(1), quota })).default({}),
  /** Push keys by `<dataset>/<resource>`. A resource that has no key takes no pushes. */
  pushkeys: z.record(z.string().min(1), z.string().min(1)).default({}),
});

/** What an access file may hold. */
export type AccessFile = z.input<typeof accessFile>;
