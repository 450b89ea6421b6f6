/** What is selected of a dataset: in the address, as a filter of the graph, and as chips that take it away again. */
import type { Changes } from './address.ts';
import type { DatasetFilter, RecordFilter } from './graphql/graphql.ts';

/** One part of the selection, in words, and the change that removes it. */
export interface Chip {
  text: string;
  /** The argument of the graph that it became: errors name it. */
  argument: 'filter.search' | 'filter.refine' | 'filter.where' | 'filter.near';
  without: Changes;
}

/** Facets are disjunctive: of two values of one, records may have either. */
export function refinementsOf(parameters: URLSearchParams) {
  const byFacet = Map.groupBy(parameters.getAll('refine').map(splitPair), ([facet]) => facet);
  return [...byFacet].map(([facet, list]) => ({
    facet,
    values: list.map(([, value]) => value),
    disjunctive: true,
  }));
}

export function datasetFilterOf(parameters: URLSearchParams): DatasetFilter {
  const search = parameters.get('search');
  return { ...(search && { search }), refine: refinementsOf(parameters) };
}

export function recordFilterOf(parameters: URLSearchParams): RecordFilter {
  const near = nearOf(parameters.get('near'));
  const conditions = [
    ...parameters
      .getAll('is')
      .map(splitPair)
      .map(([name, value]) => ({ field: { name, equals: value } })),
    ...parameters
      .getAll('during')
      .map(splitPair)
      .map(([name, span]) => {
        const [from = '', to = ''] = span.split('/');
        return { field: { name, atLeast: from, lessThan: to } };
      }),
  ];
  const where = conditions.length > 0 ? { where: { all: conditions } } : {};
  return { ...datasetFilterOf(parameters), ...(near && { near }), ...where };
}

/** All that is selected. `labels`: of fields, by their names. */
export function chipsOf(parameters: URLSearchParams, labels: ReadonlyMap<string, string>): Chip[] {
  const search = parameters.get('search');
  const near = nearOf(parameters.get('near'));
  const labelOf = (name: string) => labels.get(name) ?? name;
  const pairs = (name: string, argument: Chip['argument'], words: (field: string, value: string) => string) =>
    parameters.getAll(name).map((text) => ({
      text: words(...splitPair(text)),
      argument,
      without: { [name]: parameters.getAll(name).filter((other) => other !== text), after: null },
    }));
  return [
    ...(search
      ? [{ text: `“${search}”`, argument: 'filter.search' as const, without: { search: null, after: null } }]
      : []),
    ...pairs(
      'refine',
      'filter.refine',
      (facet, value) => `${labelOf(facet)}: ${value.split('/').at(-1) ?? value}`,
    ),
    ...pairs('is', 'filter.where', (field, value) => `${labelOf(field)}: ${value}`),
    ...pairs('during', 'filter.where', (field, span) => `${labelOf(field)}: ${spanText(span)}`),
    ...(near
      ? [
          {
            text: `Within ${distanceText(near.meters)} of ${placeText(near)}`,
            argument: 'filter.near' as const,
            without: { near: null, after: null },
          },
        ]
      : []),
  ];
}

/** Takes all of the selection away. */
export const NOTHING_SELECTED: Changes = {
  search: null,
  refine: null,
  is: null,
  during: null,
  near: null,
  after: null,
};

/** With one more value, or without it if it is selected already. */
export function toggled(
  parameters: URLSearchParams,
  name: 'refine' | 'is' | 'during',
  field: string,
  value: string,
): Changes {
  const text = `${field}:${value}`;
  const before = parameters.getAll(name);
  return {
    [name]: before.includes(text) ? before.filter((other) => other !== text) : [...before, text],
    after: null,
  };
}

export function splitPair(text: string): [name: string, value: string] {
  const at = text.indexOf(':');
  return [text.slice(0, at), text.slice(at + 1)];
}

function nearOf(text: string | null): RecordFilter['near'] {
  const [latitude = Number.NaN, longitude = Number.NaN, meters = Number.NaN] = (text ?? '')
    .split(',')
    .map(Number);
  return Number.isFinite(latitude + longitude + meters) ? { latitude, longitude, meters } : null;
}

export function placeText({ latitude, longitude }: { latitude: number; longitude: number }): string {
  const of = (degrees: number, letters: string) =>
    `${Math.abs(degrees).toFixed(1)}° ${letters[degrees < 0 ? 1 : 0]}`;
  return `${of(latitude, 'NS')}, ${of(longitude, 'EW')}`;
}

function distanceText(meters: number): string {
  return meters < 1000 ? `${Math.round(meters)} m` : `${Math.round(meters / 1000).toLocaleString('en')} km`;
}

function spanText(span: string): string {
  const [from = '', to = ''] = span.split('/');
  return `${from.slice(0, 16).replace('T', ' ')} to ${to.slice(0, 16).replace('T', ' ')}`;
}
