import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldSet, readFields } from '../../src/ods/field.ts';
import { instantsInZone, inZone } from '../../src/ods/zone.ts';

describe('an instant in a time zone', () => {
  test.each([
    ['2026-03-29T00:59:59+00:00', 'Europe/Paris', '2026-03-29T01:59:59+01:00'],
    // The clocks go forward, and back.
    ['2026-03-29T01:00:00+00:00', 'Europe/Paris', '2026-03-29T03:00:00+02:00'],
    ['2026-10-25T00:59:00Z', 'Europe/Paris', '2026-10-25T02:59:00+02:00'],
    ['2026-10-25T01:00:00Z', 'Europe/Paris', '2026-10-25T02:00:00+01:00'],
    ['2026-07-01T12:00:00+02:00', 'UTC', '2026-07-01T10:00:00+00:00'],
    ['2026-07-01T12:00:00', 'Asia/Kolkata', '2026-07-01T17:30:00+05:30'],
    ['2026-07-01 12:00', 'America/St_Johns', '2026-07-01T09:30:00-02:30'],
    ['2026-07-01T12:00:00.123456+00:00', 'Asia/Tokyo', '2026-07-01T21:00:00.123456+09:00'],
    ['2026-07-01T12:00:00Z', 'pacific/apia', '2026-07-02T01:00:00+13:00'],
    // Paris was 9 minutes and 21 seconds ahead, which no offset can say.
    ['1900-01-01T00:00:00Z', 'Europe/Paris', '1900-01-01T00:09:00+00:09'],
  ])('%s in %s', (text, zone, expected) => {
    expect(inZone(text, zone)).toBe(expected);
  });

  test.each(['2026-07-01', 'noon', '', 12, null, ['2026-07-01T12:00:00Z'], '2026-99-01T00:00:00Z'])(
    '%j is none, and stays as it is',
    (value) => {
      expect(inZone(value, 'Asia/Tokyo')).toBe(value);
    },
  );

  test('is the same instant, and shows what the clocks show by Intl', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const from = Date.UTC(1970, 0, 1) / 1000;
    const to = Date.UTC(2100, 0, 1) / 1000;
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), fc.constantFrom(...zones), (seconds, timeZone) => {
        const instant = new Date(seconds * 1000);
        const text = String(inZone(instant.toISOString().replace('.000Z', '+00:00'), timeZone));
        expect(Date.parse(text)).toBe(instant.getTime());
        const clocks = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        // Before 1972 some clocks were ahead by minutes and seconds.
        if (seconds > Date.UTC(1973, 0, 1) / 1000)
          expect(text.slice(0, 19).replace('T', ' ')).toBe(clocks.format(instant));
      }),
      { numRuns: 500 },
    );
  });
});

test('only datetimes of a record are moved', () => {
  const fields = new FieldSet(
    'd',
    readFields([
      { name: 'at', type: 'datetime' },
      { name: 'day', type: 'date' },
      { name: 'text', type: 'text' },
      { name: 'none', type: 'datetime' },
    ]),
  );
  const text = '2026-07-01T20:00:00+00:00';
  const values = { at: text, day: '2026-07-01', text, other: text };
  expect(instantsInZone(values, fields, 'Asia/Tokyo')).toEqual({
    ...values,
    at: '2026-07-02T05:00:00+09:00',
  });
  expect(values.at).toBe(text);
});
