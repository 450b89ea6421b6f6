/** A restricted dataset, so that the rules of visibility can be tried. */
import type { DatasetDefinition } from '../dataset-definition.ts';
import { earthquakeDcat, earthquakeFields, earthquakeMetas, earthquakeRecords } from './earthquakes.ts';

export const earthquakesSignificant: DatasetDefinition = {
  datasetid: 'earthquakes-significant',
  metas: {
    ...earthquakeMetas,
    title: 'Earthquakes of magnitude 5 and above (restricted)',
    description:
      '<p>The events of the dataset “Earthquakes of a week (USGS)” with a magnitude of 5 or more.</p>' +
      '<p>The data are as open as those. The dataset is restricted, that is hidden from anonymous callers, only ' +
      'so that visibility can be tried.</p>',
    keyword: ['earthquakes', 'seismology', 'natural hazards', 'USGS', 'restricted'],
  },
  dcat: earthquakeDcat,
  fields: earthquakeFields,
  visibility: 'restricted',
  records: () => earthquakeRecords(5),
};
