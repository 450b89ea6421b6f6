/** Datasets whose every text is a script for whoever takes it for HTML: what a publisher could write. */
import type { DatasetDefinition } from '../../src/portal/dataset-definition.ts';
import { SCRIPT_PAYLOADS } from '../support/script-payloads.ts';

/** A text of the payloads for each place, so that all of them come up. */
let next = 0;
function payload(): string {
  next += 1;
  return SCRIPT_PAYLOADS[next % SCRIPT_PAYLOADS.length] ?? '';
}

const PAGE = SCRIPT_PAYLOADS.join('\n');

export const datasets: readonly DatasetDefinition[] = Array.from({ length: 12 }, (_, index) => ({
  datasetid: `scripts-${index}`,
  metas: {
    title: `${payload()} ${payload()}`,
    description: `<p>${payload()}</p>${payload()}`,
    publisher: payload(),
    license: payload(),
    license_url: `javascript:top.ran=1`,
    language: 'en',
    theme: [payload(), payload()],
    keyword: [payload(), payload()],
    references: 'javascript:top.ran=1',
    attributions: [payload(), payload()],
    modified: '2026-01-01T00:00:00+00:00',
  },
  fields: [
    { name: 'code', label: 'Code', type: 'text', annotations: [{ name: 'id' }] },
    {
      name: 'text',
      label: payload(),
      type: 'text',
      description: payload(),
      annotations: [{ name: 'facet' }, { name: 'sortable' }],
    },
    { name: 'link', label: payload(), type: 'text' },
    { name: 'number', label: payload(), type: 'int', annotations: [{ name: 'unit', args: [payload()] }] },
    { name: 'blob', label: payload(), type: 'json_blob' },
    { name: 'place', label: payload(), type: 'geo_point_2d' },
  ],
  attachments: [
    { id: 'page', title: payload(), filename: 'page.html', mimetype: 'text/html', description: payload() },
    { id: 'drawing', title: payload(), filename: 'drawing.svg', mimetype: 'image/svg+xml' },
    { id: 'script', title: payload(), filename: 'script.js', mimetype: 'text/javascript' },
  ],
  visibility: 'domain',
  records: () =>
    SCRIPT_PAYLOADS.map((text, record) => ({
      code: `${index}-${record}`,
      text,
      link: `javascript:top.ran=1//${record}`,
      number: record,
      blob: { [text]: text },
      place: [record - 30, record * 2 - 60] as const,
    })),
  openFile: (id) => {
    const files: Record<string, string> = {
      page: `<!doctype html><title>page</title><script>top.ran=self.ran=1</script>${PAGE}`,
      drawing:
        '<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran=self.ran=1"><script>top.ran=self.ran=1</script></svg>',
      script: 'top.ran=self.ran=1',
    };
    const text = files[id];
    return text === undefined ? null : new TextEncoder().encode(text);
  },
}));
