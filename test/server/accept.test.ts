import { describe, expect, test } from 'vitest';
import { type Encoding, encodingFor, prefersHtml } from '../../src/server/accept.ts';

const ALL: Encoding[] = ['br', 'gzip'];

describe('encodingFor', () => {
  test.each<[string | null, Encoding[], Encoding]>([
    ['gzip, deflate, br, zstd', ALL, 'br'],
    ['gzip, deflate, br, zstd', ['gzip', 'br', 'zstd'], 'zstd'],
    ['zstd;q=0.9, br', ['zstd', 'br'], 'br'],
    ['zstd', ALL, 'identity'],
    ['gzip, deflate', ALL, 'gzip'],
    ['br;q=0.5, gzip', ALL, 'gzip'],
    ['br;q=0, *', ALL, 'gzip'],
    ['BR', ALL, 'br'],
    ['gzip ; q=0.2 , br ; Q=0.1', ALL, 'gzip'],
    ['*', ALL, 'br'],
    ['*;q=0', ALL, 'identity'],
    ['identity', ALL, 'identity'],
    ['identity, gzip;q=0.5', ALL, 'identity'],
    ['identity;q=0', ALL, 'identity'],
    ['identity;q=0, gzip;q=0.001', ALL, 'gzip'],
    ['gzip', ['identity'], 'identity'],
    ['br', ['gzip'], 'identity'],
    ['', ALL, 'identity'],
    [null, ALL, 'identity'],
    ['gzip;q=2', ALL, 'identity'],
    ['gzip;q=-1', ALL, 'identity'],
    ['gzip;q=x', ALL, 'identity'],
    ['__proto__, constructor', ALL, 'identity'],
    [`${','.repeat(16_000)}gzip`, ALL, 'gzip'],
  ])('%j of %j is %s', (header, available, best) => {
    expect(encodingFor(header, available)).toBe(best);
  });
});

describe('prefersHtml', () => {
  test.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['text/html', true],
    ['Text/HTML', true],
    ['application/json;q=0.5, text/html', true],
    ['text/html;q=0.5, application/json', false],
    ['text/html, application/json', false],
    ['application/graphql-response+json, text/html', false],
    ['text/html, text/event-stream', false],
    ['text/html;q=0', false],
    ['application/json', false],
    ['*/*', false],
    ['', false],
    [undefined, false],
  ])('%j: %s', (header, prefers) => {
    expect(prefersHtml(header)).toBe(prefers);
  });
});
