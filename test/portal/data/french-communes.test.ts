import { expect, it } from 'vitest';
import { frenchCommunes } from '../../../src/portal/data/french-communes.ts';

const records = [...frenchCommunes.records()];
const commune = (code: string) => records.find((record) => record.code === code);

it('has Paris with its territory and all its post codes', () => {
  const paris = commune('75056');
  expect(paris).toMatchObject({
    nom: 'Paris',
    region_code: '11',
    region: 'Île-de-France',
    departement: 'Paris',
    territoire: 'Île-de-France/Paris',
    siren: '217500016',
  });
  expect(String(paris?.codes_postaux).split(',')).toHaveLength(21);
});

it('has the communes overseas, with what is known of them', () => {
  expect(commune('98735')).toMatchObject({ nom: 'Papeete', zone: 'com', region: 'Polynésie française' });
  expect(commune('98412')?.population).toBeUndefined();
});

it('places every commune in a region and a department, whose names hold no separator', () => {
  const paths = records.map(({ territoire }) => String(territoire).split('/'));
  expect(paths.every((path) => path.length === 2 && !path.includes('undefined'))).toBe(true);
  expect(new Set(paths.map(([region]) => region)).size).toBe(26);
});
