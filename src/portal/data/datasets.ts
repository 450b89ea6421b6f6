/** The datasets of the embedded portal, in the order of the catalog. */
import type { DatasetDefinition } from '../dataset-definition.ts';
import { birdStrikes } from './bird-strikes.ts';
import { countryFlags } from './country-flags.ts';
import { docGeonamesCities5000 } from './doc-geonames-cities-5000.ts';
import { earthquakes } from './earthquakes.ts';
import { earthquakesSignificant } from './earthquakes-significant.ts';
import { frenchCommunes } from './french-communes.ts';
import { geonamesCities1000 } from './geonames-cities-1000.ts';
import { realtimeEvents, realtimeSensors } from './realtime.ts';
import { worldCountries } from './world-countries.ts';

export const datasets: readonly DatasetDefinition[] = [
  docGeonamesCities5000,
  geonamesCities1000,
  worldCountries,
  countryFlags,
  frenchCommunes,
  earthquakes,
  earthquakesSignificant,
  birdStrikes,
  realtimeSensors,
  realtimeEvents,
];
