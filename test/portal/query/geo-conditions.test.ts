/** Circles, polygons and kinds of shapes, in queries and as filters. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../../src/portal/portal.ts';
import { boxesAround } from '../../../src/portal/query/geo-box.ts';
import { greatCircle } from '../../../src/portal/query/geo-functions.ts';
import { Client } from '../client.ts';

let portal: Portal;
let client: Client;
const failures: Error[] = [];

beforeAll(async () => {
  const definitions = new URL('./places.ts', import.meta.url).href;
  const onFailure = (error: Error) => failures.push(error);
  portal = await startPortal({ definitions, databaseFile: ':memory:', quota: 1_000_000, onFailure });
  client = new Client(portal.url);
});
afterAll(async () => {
  await portal.close();
  expect(failures).toEqual([]);
});

async function names(dataset: string, parameters: Record<string, string | string[]>): Promise<string> {
  const { records } = await client.records(dataset, { rows: '100', ...parameters });
  return records.map((record) => record.fields.name).join(' ');
}

const found = (dataset: string, q: string): Promise<string> => names(dataset, { q });

describe('a circle', () => {
  test.each([
    ['#distance(at,"48.8566,2.3522",0)', 'paris'],
    ['#distance(at,"48.8566,2.3522",17000)', 'paris'],
    ['#distance(at,"48.8566,2.3522",19000)', 'paris versailles'],
    ['#distance("48.8566,2.3522",350000)', 'paris versailles london'],
    ['#distance(at,"0,0",1e9)', 'paris versailles london fiji samoa pole alert origin'],
    ['NOT #distance(at,"0,0",1e9)', 'nowhere'],
    ['#distance(at,"48.8566,2.3522",-1)', ''],
    // Over the 180th meridian, from either side, and over the pole.
    ['#distance(at,"-15,-179",1000000)', 'fiji samoa'],
    ['#distance(at,"-15,179",1000000)', 'fiji samoa'],
    ['#distance(at,"-15,180",1000000)', 'fiji samoa'],
    ['#distance(at,"89,180",100000)', ''],
    ['#distance(at,"89,180",112000)', 'pole'],
    ['#distance(at,"89,117",1000000)', 'pole alert'],
  ])('holds points: %s', async (q, expected) => {
    expect(await found('spots', q)).toBe(expected);
  });

  test.each([
    ['"50,10",0', 'point'],
    ['"51,30.001",100', 'points'],
    ['"40.001,5",120', 'line'],
    ['"40.001,5",100', ''],
    // Straight in degrees, as GeoJSON has it.
    ['"40,5",0', 'line'],
    ['"30,9.5",0', 'lines'],
    ['"30,5",300000', ''],
    ['"41,21",0', 'square'],
    ['"41,19.99",1000', 'square'],
    ['"41,41",0', 'ring'],
    // In its hole.
    ['"43,43",10', ''],
    ['"43,43",120000', 'ring'],
    ['"20.5,25.5",0', 'squares'],
    ['"20.5,23",10', ''],
    ['"10,63",1000', 'mix'],
    ['"10,60",1', 'mix'],
    ['"10,61",1000', ''],
  ])('touches shapes: %s', async (circle, expected) => {
    expect(await found('shapes', `#distance(shape,${circle})`)).toBe(expected);
    expect(await found('shapes', `#distance(${circle})`)).toBe(expected);
  });

  test('reaches shapes of any size', async () => {
    expect(await found('large', '#distance(shape,"0,0",11000)')).toBe('');
    expect(await found('large', '#distance(shape,"0,0",11200)')).toBe('many points long line');
  });

  test('reaches straight edges where they are drawn, though the great circle lies elsewhere', async () => {
    // A kilometre north of the 49th parallel.
    const q = (meters: number) => `#distance(shape,"49.009,-109",${meters})`;
    expect(await found('border', q(900))).toBe('');
    expect(await found('border', q(1_100))).toBe('south of it');
    // Over the 180th meridian.
    expect(await found('border', '#distance(shape,"-17,-179.5",100000)')).toBe('');
    expect(await found('border', '#distance(shape,"-17,-179.5",110000)')).toBe('in the far east');
  });

  test('gives the distance in metres as text, the nearest first, when it is a filter', async () => {
    const { records } = await client.records('spots', { 'geofilter.distance': '48.8566,2.3522,400000' });
    expect(records.map((record) => record.fields.name)).toEqual(['paris', 'versailles', 'london']);
    const distances = records.map((record) => record.fields.dist);
    expect(distances).toEqual(Array(3).fill(expect.stringMatching(/^\d+(\.\d+)?$/)));
    expect(distances.map(Number)[0]).toBe(0);
    expect(Math.round(Number(distances[2]) / 1000)).toBe(344);
  });
});

describe('a polygon', () => {
  test.each([
    ['(48,2),(49,2),(49,3),(48,3)', 'paris versailles'],
    // The first point may be repeated.
    ['(48,2),(49,2),(49,3),(48,3),(48,2)', 'paris versailles'],
    ['(48,3),(49,3),(49,2),(48,2)', 'paris versailles'],
    ['(48.85,2),(52,2),(52,-1),(48.85,-1)', 'london'],
    ['(-1,-1),(1,-1),(1,1),(-1,1)', 'origin'],
    ['(10,10),(11,10),(11,11)', ''],
    ['(0,0),(0,0),(0,0)', 'origin'],
    ['(1,1),(1,1),(1,1)', ''],
  ])('holds points: %s', async (polygon, expected) => {
    expect(await found('spots', `#polygon(at,"${polygon}")`)).toBe(expected);
    expect(await names('spots', { 'geofilter.polygon': polygon })).toBe(expected);
  });

  test.each([
    ['(49,9),(52,9),(52,11),(49,11)', 'point points'],
    ['(39,4),(41,4),(41,5),(39,5)', 'line'],
    ['(29,8.5),(31,8.5),(31,9.5),(29,9.5)', 'lines'],
    ['(29,2),(31,2),(31,8),(29,8)', ''],
    ['(40.5,20.5),(41.5,20.5),(41.5,21.5),(40.5,21.5)', 'square'],
    ['(30,19),(50,19),(50,24),(30,24)', 'square'],
    ['(42.5,42.5),(43.5,42.5),(43.5,43.5),(42.5,43.5)', ''],
    ['(42.5,42.5),(45,42.5),(45,43.5),(42.5,43.5)', 'ring'],
    ['(20.2,25.2),(20.3,25.2),(20.3,25.3),(20.2,25.3)', 'squares'],
    ['(9,61),(11,61),(11,63),(9,63)', 'mix'],
  ])('touches shapes: %s', async (polygon, expected) => {
    expect(await found('shapes', `#polygon(shape,"${polygon}")`)).toBe(expected);
    expect(await names('shapes', { 'geofilter.polygon': polygon })).toBe(expected);
  });
});

describe('a box', () => {
  test.each([
    ['48,2,49,3', 'paris versailles'],
    ['48.8566,2.3522,48.8566,2.3522', 'paris'],
    ['-90,-180,90,180', 'paris versailles london fiji samoa pole alert origin'],
    ['-20,170,-10,-170', 'fiji samoa'],
    ['-20,-170,-10,170', ''],
    ['-20,-180,-10,180', 'fiji samoa'],
  ])('holds points: %s', async (box, expected) => {
    expect(await names('spots', { 'geofilter.bbox': box })).toBe(expected);
  });

  test.each([
    ['39,19,43,41', 'square ring'],
    ['42.5,42.5,43.5,43.5', ''],
    ['-90,-180,90,180', 'point points line lines square ring squares mix'],
  ])('touches shapes: %s', async (box, expected) => {
    expect(await names('shapes', { 'geofilter.bbox': box })).toBe(expected);
  });
});

describe('a kind of shape', () => {
  test.each([
    ['point', 'point points'],
    ['Polygon', 'square ring squares'],
    ['MultiPolygon', 'squares'],
    ['linestring', 'line lines'],
    ['multilinestring', 'lines'],
    ['geometrycollection', 'mix'],
    ['circle', ''],
    ['', ''],
    ["'; DROP", ''],
  ])('is %s', async (kind, expected) => {
    expect(await found('shapes', `#geometry(shape,"${kind}")`)).toBe(expected);
  });

  test('of a geo point is point', async () => {
    expect(await found('both', '#geometry(at,"point")')).toBe('a b');
    expect(await found('both', '#geometry(at,"polygon")')).toBe('');
    expect(await found('both', '#geometry("point")')).toBe('a b c');
  });
});

describe('without a field', () => {
  test('any geo field counts', async () => {
    expect(await found('both', '#distance("50,50",1)')).toBe('a b');
    expect(await found('both', '#distance(at,"50,50",1)')).toBe('');
    expect(await found('both', '#distance("1,1",1)')).toBe('a c');
    expect(await found('both', 'NOT #distance("1,1",1)')).toBe('b nowhere');
    expect(await found('both', '#polygon("(49,49),(51,49),(51,51),(49,51)")')).toBe('a b');
    expect(await found('both', '#polygon(shape,"(49,49),(51,49),(51,51),(49,51)")')).toBe('b');
  });

  test('of a dataset with no place at all, nothing is found', async () => {
    expect(await found('both', '#distance(name,"1,1",1)')).toBe('');
  });
});

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const place = fc.record({ latitude, longitude });

describe('for any place', () => {
  test('the boxes around a circle hold what is in the circle', () => {
    fc.assert(
      fc.property(place, place, fc.double({ min: 0, max: 2.5e7, noNaN: true }), (center, other, meters) => {
        const { latitude: lat, longitude: lon } = other;
        const distance = greatCircle(center.latitude, center.longitude, lat, lon);
        const isHeld = boxesAround(center, meters).some(
          ({ south, north, west, east }) => lat >= south && lat <= north && lon >= west && lon <= east,
        );
        expect(isHeld || distance > meters).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  test('a circle of the distance found holds what is there', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (center) => {
        const point = `${center.latitude},${center.longitude}`.replaceAll(/e-\d+/g, '');
        const { records } = await client.records('spots', {
          'geofilter.distance': `${point},3e7`,
          rows: '100',
        });
        expect(records).toHaveLength(8);
        for (const [index, { fields }] of records.entries()) {
          const q = `#distance(at,"${point}",${fields.dist})`;
          expect((await client.records('spots', { q })).nhits).toBeGreaterThan(index);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('any polygon and any circle has an answer, and with its contrary every record', async () => {
    const polygon = fc
      .array(
        fc.oneof(place, fc.constantFrom({ latitude: 40, longitude: 20 }, { latitude: 42, longitude: 42 })),
        {
          minLength: 3,
          maxLength: 8,
        },
      )
      .map((points) => points.map((point) => `(${point.latitude},${point.longitude})`).join());
    const circle = fc
      .tuple(place, fc.double({ min: 0, max: 2e7, noNaN: true }))
      .map(([point, meters]) => `#distance("${point.latitude},${point.longitude}",${meters})`);
    const condition = fc.oneof(
      polygon.map((points) => `#polygon("${points}")`),
      circle,
    );
    await fc.assert(
      fc.asyncProperty(condition, fc.constantFrom('shapes', 'spots', 'both'), async (q, dataset) => {
        const count = async (text: string) => (await client.records(dataset, { q: text, rows: '0' })).nhits;
        const all = (await client.records(dataset, { rows: '0' })).nhits;
        expect((await count(q)) + (await count(`NOT ${q}`))).toBe(all);
      }),
      { numRuns: 150 },
    );
  });
});
