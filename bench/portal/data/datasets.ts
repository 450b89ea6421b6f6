/** What the canned portal's answers are made of: real places, and a catalog of datasets with metadata of real size. */
import { geonamesCities1000 } from '../../../src/portal/data/geonames-cities-1000.ts';
import type { DatasetDefinition, RecordValues } from '../../../src/portal/dataset-definition.ts';
import { cardId, DATASETS, PLACES } from '../names.ts';

/** Of so many places one is in a small dataset, so that each has some hundreds of all countries. */
const ONE_OF = 300;

function* someRecords(index: number): Generator<RecordValues> {
  for (let at = index; at < places.length; at += ONE_OF) yield places[at] ?? {};
}

/** The dump, read once for all of them. */
const places = [...geonamesCities1000.records()];

const cards = Array.from({ length: DATASETS }, (_, index): DatasetDefinition => {
  const { metas } = geonamesCities1000;
  return {
    ...geonamesCities1000,
    datasetid: cardId(index),
    metas: {
      ...metas,
      title: `Places of region ${index + 1}`,
      keyword: [...metas.keyword, `region ${index + 1}`],
    },
    records: () => someRecords(index),
  };
});

export const datasets: readonly DatasetDefinition[] = [
  { ...geonamesCities1000, datasetid: PLACES },
  ...cards,
];
