/** A week of earthquakes as the USGS reported them. */
import type { DatasetDefinition, FieldDefinition, Metas, RecordValues } from '../dataset-definition.ts';
import {
  decimals,
  disjunctive,
  facet,
  field,
  id,
  multivalued,
  precision,
  sortable,
  timerangeFilter,
  unit,
} from './field.ts';
import { readPackageJson, versionsOf } from './package-file.ts';

const sourcePackage = 'vega-datasets';

/** A feature of the USGS feed. An unknown value is null. Instants are milliseconds since 1970. */
interface Earthquake {
  id: string;
  geometry: { coordinates: [longitude: number, latitude: number, depth: number] };
  properties: {
    mag: number;
    place: string;
    time: number;
    updated: number;
    tz: number;
    url: string;
    detail: string;
    felt: number | null;
    cdi: number | null;
    mmi: number | null;
    alert: string | null;
    status: string;
    tsunami: number;
    sig: number;
    net: string;
    code: string;
    ids: string;
    sources: string;
    types: string;
    nst: number | null;
    dmin: number | null;
    rms: number | null;
    gap: number | null;
    magType: string;
    type: string;
    title: string;
  };
}

/** The names are those of the source in snake case (https://earthquake.usgs.gov/data/comcat/#event-terms). */
export const earthquakeFields: FieldDefinition[] = [
  field('id', 'text', 'Event ID', 'Identifier of the event: the network and its code.', id, sortable),
  field(
    'time',
    'datetime',
    'Time',
    'When the event began (UTC).',
    facet,
    precision('minute'),
    timerangeFilter,
  ),
  field('updated', 'datetime', 'Updated', 'When the event was last updated (UTC).', precision('minute')),
  field('title', 'text', 'Title', 'Magnitude and place in words.'),
  field('place', 'text', 'Place', 'Named place nearby.', sortable),
  field('mag', 'double', 'Magnitude', 'Magnitude; below zero for the weakest.', decimals(2)),
  field('mag_type', 'text', 'Magnitude type', 'How the magnitude was computed.', facet, disjunctive),
  field('depth', 'double', 'Depth', 'Depth of the event.', unit('km'), decimals(2)),
  field('geo_point_2d', 'geo_point_2d', 'Epicentre', 'Latitude and longitude of the epicentre.'),
  field('type', 'text', 'Event type', 'Earthquake, explosion, quarry blast…', facet, disjunctive),
  field('status', 'text', 'Status', 'Whether a human has reviewed the event.', facet),
  field('alert', 'text', 'Alert', 'Alert level of the PAGER impact scale.', facet),
  field('tsunami', 'int', 'Tsunami', '1 for a large event in an oceanic region.', facet),
  field('sig', 'int', 'Significance', 'How significant the event is, from 0 to 1000.'),
  field('felt', 'int', 'Felt', 'Reports of people who felt it.'),
  field(
    'cdi',
    'double',
    'Reported intensity',
    'Largest intensity reported (roman numerals as decimals).',
    decimals(1),
  ),
  field('mmi', 'double', 'Instrumental intensity', 'Largest estimated intensity.', decimals(2)),
  field('net', 'text', 'Network', 'Network that is the preferred source.', facet, disjunctive),
  field('code', 'text', 'Code', 'Code given by the preferred network.'),
  field('ids', 'text', 'Associated IDs', 'Identifiers of the event at all networks.', multivalued(',')),
  field(
    'sources',
    'text',
    'Sources',
    'Networks that reported the event.',
    facet,
    disjunctive,
    multivalued(','),
  ),
  field('types', 'text', 'Product types', 'Products that exist for the event.', facet, multivalued(',')),
  field('nst', 'int', 'Stations', 'Seismic stations used for the location.'),
  field('dmin', 'double', 'Nearest station', 'Distance of the nearest station.', unit('°'), decimals(5)),
  field(
    'rms',
    'double',
    'Residual',
    'Root mean square of the travel time residuals.',
    unit('s'),
    decimals(4),
  ),
  field('gap', 'double', 'Azimuthal gap', 'Largest gap between adjacent stations.', unit('°'), decimals(2)),
  field('tz', 'int', 'Time zone offset', 'Offset from UTC at the epicentre.', unit('min')),
  field('url', 'text', 'Event page', 'Page of the event at the USGS.'),
  field('detail', 'text', 'Detail feed', 'GeoJSON of the event at the USGS.'),
];

export const earthquakeMetas: Metas = {
  title: 'Earthquakes of a week (USGS)',
  description:
    '<p>All earthquakes, and the explosions and quarry blasts taken for such, that the networks working with ' +
    'the U.S. Geological Survey reported from 31 January to 7 February 2018: the feed “All Earthquakes, Past ' +
    'Week” as it was then. Events that were still automatic may since have been revised or deleted.</p>',
  publisher: 'U.S. Geological Survey',
  license: 'U.S. Public Domain',
  license_url: 'https://www.usgs.gov/information-policies-and-instructions/copyrights-and-credits',
  language: 'en',
  theme: ['Environment', 'Science'],
  keyword: ['earthquakes', 'seismology', 'natural hazards', 'USGS'],
  references: 'https://earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php',
  attributions: ['U.S. Geological Survey, Earthquake Hazards Program'],
  modified: '2018-02-07T01:49:14+00:00',
  timezone: 'UTC',
  territory: ['World'],
  source_package: versionsOf(sourcePackage),
};

export const earthquakeDcat: Record<string, string> = {
  created: '2018-02-07',
  issued: '2018-02-07',
  accrualperiodicity: 'Never',
  creator: 'U.S. Geological Survey',
  contributor: 'Vega (npm package vega-datasets)',
  spatial: 'World',
  temporal: '2018-01-31/2018-02-07',
  granularity: 'Seismic event',
};

/** The events of at least that magnitude. The latest comes first, as in the feed. */
export function* earthquakeRecords(minimumMagnitude = Number.NEGATIVE_INFINITY): Generator<RecordValues> {
  const { features } = readPackageJson<{ features: Earthquake[] }>(sourcePackage, 'data/earthquakes.json');
  for (const feature of features) {
    if (feature.properties.mag >= minimumMagnitude) yield recordOf(feature);
  }
}

function recordOf(event: Earthquake): RecordValues {
  const { magType, time, updated, ids, sources, types, ...rest } = event.properties;
  const [longitude, latitude, depth] = event.geometry.coordinates;
  return {
    id: event.id,
    time: new Date(time).toISOString(),
    updated: new Date(updated).toISOString(),
    mag_type: magType,
    depth,
    geo_point_2d: [latitude, longitude],
    ids: withoutOuterCommas(ids),
    sources: withoutOuterCommas(sources),
    types: withoutOuterCommas(types),
    ...known(rest),
  };
}

/** The feed writes its lists as `,ak,us,`. */
const withoutOuterCommas = (list: string): string => list.replace(/^,|,$/g, '');

function known(values: Record<string, string | number | null>): RecordValues {
  const record: RecordValues = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) record[name] = value;
  return record;
}

export const earthquakes: DatasetDefinition = {
  datasetid: 'earthquakes',
  metas: earthquakeMetas,
  dcat: earthquakeDcat,
  fields: earthquakeFields,
  visibility: 'domain',
  records: () => earthquakeRecords(),
};
