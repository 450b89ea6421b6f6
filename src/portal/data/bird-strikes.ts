/** Collisions of aircraft with wildlife, as reported to the FAA. */
import { parse } from 'csv-parse/sync';
import type { DatasetDefinition, FieldDefinition, RecordValues } from '../dataset-definition.ts';
import { disjunctive, facet, field, precision, sortable, timerangeFilter, unit } from './field.ts';
import { readPackageText, versionsOf } from './package-file.ts';

const sourcePackage = 'vega-datasets';

/** The fields by the header in the file. A field's name is the header in snake case. */
const columns: Record<string, FieldDefinition> = {
  'Airport Name': field(
    'airport_name',
    'text',
    'Airport name',
    'Airport nearby.',
    facet,
    disjunctive,
    sortable,
  ),
  'Aircraft Make Model': field(
    'aircraft_make_model',
    'text',
    'Aircraft make and model',
    'Aircraft that was struck.',
    facet,
    disjunctive,
    sortable,
  ),
  'Effect Amount of damage': field(
    'effect_amount_of_damage',
    'text',
    'Damage',
    'None, Minor, Medium, Substantial…; a few rows hold another code of the source.',
    facet,
  ),
  'Flight Date': field(
    'flight_date',
    'date',
    'Flight date',
    'Day of the flight.',
    facet,
    precision('day'),
    timerangeFilter,
  ),
  'Aircraft Airline Operator': field(
    'aircraft_airline_operator',
    'text',
    'Operator',
    'Airline or other operator of the aircraft.',
    facet,
    disjunctive,
    sortable,
  ),
  'Origin State': field(
    'origin_state',
    'text',
    'Origin state',
    'State of the USA.',
    facet,
    disjunctive,
    sortable,
  ),
  'Phase of flight': field(
    'phase_of_flight',
    'text',
    'Phase of flight',
    'Climb, Approach…',
    facet,
    disjunctive,
  ),
  'Wildlife Size': field('wildlife_size', 'text', 'Wildlife size', 'Small, Medium or Large.', facet),
  'Wildlife Species': field(
    'wildlife_species',
    'text',
    'Wildlife species',
    'Species, or what is known of it.',
    facet,
    disjunctive,
    sortable,
  ),
  'Time of day': field('time_of_day', 'text', 'Time of day', 'Dawn, Day, Dusk or Night.', facet),
  'Cost Other': field('cost_other', 'int', 'Other costs', 'Costs other than the repair.', unit('$')),
  'Cost Repair': field('cost_repair', 'int', 'Cost of repair', 'Cost of the repair.', unit('$')),
  'Cost Total $': field('cost_total', 'int', 'Total cost', 'All costs.', unit('$')),
  'Speed IAS in knots': field(
    'speed_ias_in_knots',
    'int',
    'Speed',
    'Indicated airspeed; not always known.',
    unit('kn'),
  ),
};

function* records(): Generator<RecordValues> {
  const [header = [], ...rows] = parse(readPackageText(sourcePackage, 'data/birdstrikes.csv'));
  const fields = header.map((name) => columns[name]);
  for (const row of rows) {
    const record: RecordValues = {};
    for (const [index, text] of row.entries()) {
      const target = fields[index];
      if (target !== undefined && text !== '')
        record[target.name] = target.type === 'int' ? Number(text) : text;
    }
    yield record;
  }
}

export const birdStrikes: DatasetDefinition = {
  datasetid: 'bird-strikes',
  metas: {
    title: 'Bird strikes on aircraft in the USA',
    description:
      '<p>10,000 strikes of birds and other wildlife on aircraft, from January 1990 to July 2002, taken by Vega ' +
      'from the <a href="https://wildlife.faa.gov/">FAA Wildlife Strike Database</a>. Reporting is voluntary, and ' +
      'costs are those that were reported: mostly none.</p>' +
      '<p>The rows have no identifier, and a few are equal in every value.</p>',
    publisher: 'Federal Aviation Administration',
    license: 'U.S. Government Dataset',
    license_url: 'https://resources.data.gov/open-licenses/',
    language: 'en',
    theme: ['Transport', 'Environment'],
    keyword: ['aviation', 'safety', 'wildlife', 'birds', 'FAA'],
    references: 'https://wildlife.faa.gov/',
    attributions: ['Federal Aviation Administration, Wildlife Strike Database'],
    // The file has no date; this is the one of the package.
    modified: '2025-08-21T23:04:37+00:00',
    territory: ['United States of America'],
    source_package: versionsOf(sourcePackage),
  },
  dcat: {
    issued: '2025-08-21',
    accrualperiodicity: 'Never',
    creator: 'Federal Aviation Administration',
    contributor: 'Vega (npm package vega-datasets)',
    spatial: 'United States of America',
    temporal: '1990-01-08/2002-07-25',
    granularity: 'Reported strike',
  },
  fields: Object.values(columns),
  visibility: 'domain',
  records,
};
