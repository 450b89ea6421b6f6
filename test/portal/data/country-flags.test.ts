import { expect, it } from 'vitest';
import { countryFlags } from '../../../src/portal/data/country-flags.ts';
import type { FieldValue, FileValue } from '../../../src/portal/dataset-definition.ts';

const pngSignature = '89504e470d0a1a0a';

const records = [...countryFlags.records()];

const isFile = (value: FieldValue | undefined): value is FileValue =>
  typeof value === 'object' && 'mimetype' in value;

it('opens every flag to a PNG of the stated size', () => {
  const flags = records.map((record) => record.flag).filter(isFile);
  expect(flags).toHaveLength(256);
  expect(new Set(flags.map((flag) => flag.id)).size).toBe(256);
  for (const flag of flags) {
    const bytes = Buffer.from(countryFlags.openFile?.(flag.id) ?? []);
    expect(bytes.subarray(0, 8).toString('hex')).toBe(pngSignature);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([flag.width, flag.height]);
    expect(flag).toMatchObject({ format: 'PNG', mimetype: 'image/png', width: 250, thumbnail: true });
  }
});

it('knows the continent of all but what is no country of the list', () => {
  const unknown = records.filter((record) => record.continent === undefined).map((record) => record.code);
  expect(unknown).toEqual(['AN', 'EU']);
  expect(records.find((record) => record.code === 'GB-SCT')).toMatchObject({
    name: 'Scotland',
    continent: 'Europe',
  });
});

it('opens its documents by their identifiers', () => {
  const text = (id: string) => new TextDecoder().decode(countryFlags.openFile?.(id) ?? new Uint8Array());
  expect(text('readme_md')).toContain('country-flags');
  expect(JSON.parse(text('countries_json'))).toMatchObject({ FR: 'France' });
});

it.each(['', 'README.md', 'fr.png', '../package.json', '/etc/passwd', 'constructor', '0'.repeat(32)])(
  'opens nothing for %j',
  (id) => expect(countryFlags.openFile?.(id)).toBeNull(),
);
