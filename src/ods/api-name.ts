/** The APIs of a portal by name: a handful, whatever is asked of them. */

export type PortalApi =
  | 'dataset search'
  | 'dataset lookup'
  | 'record search'
  | 'record lookup'
  | 'analysis'
  | 'clusters'
  | 'box'
  | 'download'
  | 'media'
  | 'push'
  | 'delete'
  | 'other';

const RECORDS = new Map<string, PortalApi>([
  ['search', 'record search'],
  ['analyze', 'analysis'],
  ['geocluster', 'clusters'],
  ['boundingbox', 'box'],
  ['download', 'download'],
]);

/** Most calls have one of these paths, whole: they need not be taken apart. */
const USUAL = new Map([...RECORDS].map(([name, api]) => [`/api/records/1.0/${name}/`, api]));

/** The API that a path belongs to; it may have a query, and before it the path of the portal's address. */
export function apiOf(path: string): PortalApi {
  const usual = USUAL.get(path);
  if (usual) return usual;
  const start = path.indexOf('/api/');
  if (start < 0) return 'other';
  const query = path.indexOf('?', start);
  const [api, , name = '', kind = '', id = ''] = path
    .slice(start + '/api/'.length, query < 0 ? undefined : query)
    .split('/');
  if (api === 'records') return RECORDS.get(name) ?? 'other';
  if (api === 'push') return path.includes('/delete/', start) ? 'delete' : 'push';
  if (api !== 'datasets') return 'other';
  if (name === 'search' && kind === '') return 'dataset search';
  if (kind === '') return 'dataset lookup';
  return kind === 'records' && id !== '' ? 'record lookup' : 'media';
}
