import { expect, it } from 'vitest';
import { birdStrikes } from '../../../src/portal/data/bird-strikes.ts';

it('reads a row by its headers, and leaves out an unknown speed', () => {
  const records = [...birdStrikes.records()];
  expect(records[0]).toEqual({
    airport_name: 'BARKSDALE AIR FORCE BASE ARPT',
    aircraft_make_model: 'T-38A',
    effect_amount_of_damage: 'None',
    flight_date: '1990-01-08',
    aircraft_airline_operator: 'MILITARY',
    origin_state: 'Louisiana',
    phase_of_flight: 'Climb',
    wildlife_size: 'Large',
    wildlife_species: 'Turkey vulture',
    time_of_day: 'Day',
    cost_other: 0,
    cost_repair: 0,
    cost_total: 0,
    speed_ias_in_knots: 300,
  });
  expect(records.filter((record) => record.speed_ias_in_knots === undefined)).toHaveLength(2836);
});
