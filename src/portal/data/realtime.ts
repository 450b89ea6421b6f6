/** Two datasets that are empty until somebody pushes records: one has a unique id, one has none. */
import type { DatasetDefinition, Metas } from '../dataset-definition.ts';
import { disjunctive, facet, field, hasThumbnails, id, sortable, timerangeFilter, unit } from './field.ts';

const resource = 'realtime';

const metas = {
  publisher: 'ods-graphql',
  license: 'CC0 1.0',
  license_url: 'https://creativecommons.org/publicdomain/zero/1.0/',
  language: 'en',
  theme: ['Real time'],
  keyword: ['push', 'real time'],
  references: '',
  attributions: [],
  modified: '2026-11-01T00:00:00+00:00',
} satisfies Partial<Metas>;

export const realtimeSensors: DatasetDefinition = {
  datasetid: 'realtime-sensors',
  metas: {
    ...metas,
    title: 'Sensors (real time)',
    description:
      '<p>The latest measurement of each sensor. Records are pushed; one with the same <code>sensor_id</code> takes ' +
      'the place of the former. Empty at first, to try the push API out.</p>',
  },
  fields: [
    field('sensor_id', 'text', 'Sensor', 'Identifier of the sensor.', id, facet, sortable),
    field('name', 'text', 'Name', 'Where the sensor stands, in words.', sortable),
    field('kind', 'text', 'Kind', 'What the sensor measures.', facet, disjunctive),
    field('temperature', 'double', 'Temperature', 'As last measured.', unit('°C')),
    field('measured', 'datetime', 'Measured', 'When it was measured.', facet, timerangeFilter),
    field('location', 'geo_point_2d', 'Location', 'Where the sensor stands.'),
    field('photo', 'file', 'Photo', 'An image of the sensor.', hasThumbnails),
  ],
  visibility: 'domain',
  realtime: [resource],
  records: () => [],
};

export const realtimeEvents: DatasetDefinition = {
  datasetid: 'realtime-events',
  metas: {
    ...metas,
    title: 'Events (real time)',
    description:
      '<p>Whatever happens, one record each. Records are pushed, and identified by all of their values. Empty at ' +
      'first, to try the push API out.</p>',
  },
  fields: [
    field('message', 'text', 'Message', 'What happened.', sortable),
    field('level', 'text', 'Level', 'How much it matters.', facet, disjunctive),
    field('code', 'int', 'Code', 'A number that stands for it.', facet),
    field('happened', 'datetime', 'Happened', 'When it happened.', facet, timerangeFilter),
    field('place', 'geo_point_2d', 'Place', 'Where it happened.'),
    field('details', 'json_blob', 'Details', 'Anything else, as JSON.'),
  ],
  visibility: 'domain',
  realtime: [resource],
  records: () => [],
};
