/** How each API of a portal is asked for through the graph. */

/** Datasets whose lookup is what is asked for begin so: of others it comes before what is asked for. */
export const LOOKED_UP = 'lookedup';

export const READS: Record<string, (id: string) => string> = {
  'dataset search': (id) => `{ datasets(filter: { q: "${id}" }) { totalCount } }`,
  'dataset lookup': (id) => `{ dataset(datasetId: "${LOOKED_UP}-${id}") { title } }`,
  'record search': (id) => `{ dataset(datasetId: "${id}") { records(first: 1) { totalCount } } }`,
  'record lookup': (id) => `{ record(datasetId: "${id}", recordId: "r") { recordId } }`,
  analysis: (id) =>
    `{ dataset(datasetId: "${id}") { analysis(x: [{ field: "text" }], series: [{ name: "n", function: COUNT }]) { points { label } } } }`,
  clusters: (id) =>
    `{ dataset(datasetId: "${id}") { geoClusters(radius: 10, zoom: 3) { clusters { count } } } }`,
  box: (id) => `{ dataset(datasetId: "${id}") { boundingBox { southWest { latitude } } } }`,
};

export const FILES: Record<string, (id: string) => string> = {
  download: (id) => `/export/${id}.csv`,
  media: (id) => `/media/${id}/files/abc`,
};

const target = (id: string) => `datasetId: "${id}", resourceId: "r", pushKey: "k"`;

export const CHANGES: Record<string, (id: string) => string> = {
  push: (id) =>
    `mutation { pushRecords(input: { ${target(id)}, records: [{ a: 1 }], allowUnknownFields: true }) { failures { code } } }`,
  delete: (id) =>
    `mutation { deletePushedRecords(input: { ${target(id)}, records: [{ a: 1 }], allowUnknownFields: true }) { failures { code } } }`,
  'delete by id': (id) =>
    `mutation { deletePushedRecord(input: { ${target(id)}, recordId: "x" }) { deleted } }`,
};
