/** Names of the portal as names of the graph. */
import fc from 'fast-check';
import { assertEnumValueName, assertName } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  camelCase,
  enumNameOf,
  FieldNames,
  pascalCase,
  RESERVED_FIELD_NAMES,
  singularOf,
} from '../../src/types/names.ts';
import { pluralOf } from '../../src/types/plural.ts';

describe('a field', () => {
  test.each([
    ['country_code', 'countryCode'],
    ['COUNTRY_CODE', 'countryCode'],
    ['countryCode', 'countryCode'],
    ['ISOCode', 'isoCode'],
    ['Année d’édition', 'anneeDEdition'],
    ['größe (m²)', 'grosseM2'],
    ['œuvre', 'oeuvre'],
    ['geo_point_2d', 'geoPoint2d'],
    ['2020', '_2020'],
    ['1er tour', '_1erTour'],
    ['a.b-c/d', 'aBCD'],
    ['__typename', 'typename'],
    ['население', 'field'],
    ['人口', 'field'],
    ['عدد السكان', 'field'],
    ['население 2020', '_2020'],
    ['', 'field'],
    ['_', 'field'],
    ['id', 'id_'],
    ['ID', 'id_'],
    ['record_id', 'recordId_'],
    ['constructor', 'constructor_'],
    ['to string', 'toString_'],
    ['__proto__', 'proto'],
    ['null', 'null_'],
    ['within box', 'withinBox_'],
  ])('%j is %s', (original, name) => {
    expect(new FieldNames().give(original)).toBe(name);
  });

  test.each([
    [
      ['name', 'Name', 'NAME', 'name_2'],
      ['name', 'name_2', 'name_3', 'name2'],
    ],
    [
      ['id', 'ID', 'id_'],
      ['id_', 'id_2', 'id_3'],
    ],
    [
      ['пол', 'возраст', 'field'],
      ['field', 'field_2', 'field_3'],
    ],
  ])('beside others: %j are %j', (originals, expected) => {
    const names = new FieldNames();
    expect(originals.map((original) => names.give(original))).toEqual(expected);
  });

  test('a name by hand is not given to another field, nor one that orders could not tell from it', () => {
    const names = new FieldNames(['country_code']);
    expect(enumNameOf('country_code')).toBe(enumNameOf('countryCode'));
    expect(names.give('country code')).toBe('countryCode_2');
  });
});

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.stringMatching(/^[a-zA-Z0-9_ -]{0,12}$/),
  fc.constantFrom(...RESERVED_FIELD_NAMES, 'ID', 'Id', 'Имя', '名', '１２', 'ﬁ', '__proto__', 'é', 'e'),
);

test('whatever the portal calls its fields, each has a name of its own that GraphQL takes', () => {
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 60 }), (originals) => {
      const names = new FieldNames();
      const given = originals.map((original) => names.give(original));
      for (const name of given) {
        assertName(name);
        expect(name).not.toMatch(/^__/);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(RESERVED_FIELD_NAMES).not.toContain(name);
        assertEnumValueName(enumNameOf(name));
      }
      expect(new Set(given.map(enumNameOf)).size).toBe(given.length);
      // The same names in the same order, whenever it is asked.
      const again = new FieldNames();
      expect(originals.map((original) => again.give(original))).toEqual(given);
    }),
    { numRuns: 300 },
  );
});

test('what is in camel case already stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,9}\d?(?:[A-Z][a-z]{1,9}\d?){0,4}$/), (name) => {
      expect(camelCase(name)).toBe(name);
    }),
    { numRuns: 300 },
  );
});

describe('a type', () => {
  test.each([
    ['geonames-cities-1000', 'GeonamesCities1000', 'geonamesCities1000', 'allGeonamesCities1000'],
    ['city', 'City', 'city', 'cities'],
    ['bus', 'Bus', 'bus', 'buses'],
    ['bird strike', 'BirdStrike', 'birdStrike', 'birdStrikes'],
    ['country-person', 'CountryPerson', 'countryPerson', 'countryPeople'],
    ['series', 'Series', 'series', 'allSeries'],
    ['time series', 'TimeSeries', 'timeSeries', 'allTimeSeries'],
    ['communes', 'Communes', 'communes', 'allCommunes'],
    ['address', 'Address', 'address', 'addresses'],
    ['analysis', 'Analysis', 'analysis', 'analyses'],
    ['day', 'Day', 'day', 'days'],
    ['2020-votes', '_2020Votes', '_2020Votes', 'all_2020Votes'],
    ['бюджет', 'Dataset_', 'dataset_', 'allDataset_'],
  ])('%j is %s, and looked up as %s and %s', (dataset, type, singular, plural) => {
    expect(pascalCase(dataset)).toBe(type);
    expect(singularOf(type)).toBe(singular);
    expect(pluralOf(type)).toBe(plural);
  });

  test('a type whose name is by hand is looked up by it in camel case', () => {
    expect(['ISOCode', 'IPAddress', 'GDP', 'city', 'A', '_Of'].map(singularOf)).toEqual([
      'isoCode',
      'ipAddress',
      'gdp',
      'city',
      'a',
      '_of',
    ]);
  });

  test('the names of one and of many are never the same, and GraphQL takes both', () => {
    fc.assert(
      fc.property(odd, (dataset) => {
        const type = assertName(pascalCase(dataset));
        expect(assertName(pluralOf(type))).not.toBe(assertName(singularOf(type)));
      }),
      { numRuns: 500 },
    );
  });
});
