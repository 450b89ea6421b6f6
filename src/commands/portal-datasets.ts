/** Datasets as a portal describes them now, as few calls as can be: a hundred of them are one. */

import { DatasetLoader } from '../loading/dataset-loader.ts';
import { PortalHabits } from '../loading/portal-habits.ts';
import { UpstreamMeter } from '../loading/upstream-meter.ts';
import type { Dataset } from '../ods/dataset.ts';
import type { Session } from '../ods/transport/session.ts';

/** The datasets by their ids, null for each that the portal does not have. Throws if one cannot be asked for. */
export async function datasetsAt(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Dataset | null>> {
  const loader = new DatasetLoader(session, new UpstreamMeter(), new PortalHabits().refinesByIds);
  const loaded = await loader.loadMany(ids);
  const datasets = new Map<string, Dataset | null>();
  for (const [index, id] of ids.entries()) {
    const dataset = loaded[index] ?? null;
    if (dataset instanceof Error) throw dataset;
    datasets.set(id, dataset);
  }
  return datasets;
}
