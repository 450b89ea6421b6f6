/** A map: where the records are, in clusters, over the outlines of the countries. */
import * as Plot from '@observablehq/plot';
import type { MultiPolygon } from 'geojson';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import land from 'world-atlas/countries-110m.json';
import type { ViewProps } from './dataset.tsx';
import { Drawing } from './drawing.tsx';
import { useOperation } from './graph.ts';
import { Clusters } from './operations.ts';
import { numberText, Panel } from './parts.tsx';

const topology = land as unknown as Topology;
const countries = topology.objects.countries && feature(topology, topology.objects.countries);
const ZOOMS = { least: 1, most: 8 };

export function MapPanel({ address: { parameters, go }, datasetId, filter }: ViewProps) {
  const zoom = Math.min(ZOOMS.most, Math.max(ZOOMS.least, Number(parameters.get('zoom') ?? 2) || 2));
  const variables = { datasetId, zoom, filter };
  const answer = useOperation(Clusters, variables);
  const { boundingBox, geoClusters } = answer.data?.dataset ?? {};
  const clusters = (geoClusters?.clusters ?? []).map(({ center, count }) => ({ ...center, count }));
  const records = clusters.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="Map" operation={Clusters} variables={variables} answer={answer}>
      <div class="choices">
        <button
          type="button"
          disabled={zoom <= ZOOMS.least}
          onClick={() => go({ zoom: String(zoom - 1) }, true)}
        >
          Fewer, larger clusters
        </button>
        <button
          type="button"
          disabled={zoom >= ZOOMS.most}
          onClick={() => go({ zoom: String(zoom + 1) }, true)}
        >
          More, smaller clusters
        </button>
      </div>
      <Drawing
        label={`Map of ${numberText(records)} records in ${numberText(clusters.length)} clusters`}
        state={JSON.stringify([boundingBox, clusters])}
        draw={(width) =>
          Plot.plot({
            width,
            height: Math.round(width * 0.55),
            projection: {
              type: 'equal-earth',
              ...(boundingBox && { domain: extentOf(boundingBox) }),
              inset: 12,
            },
            r: { range: [2, 16] },
            marks: [
              Plot.sphere({ fill: 'var(--water)' }),
              Plot.geo(countries, { fill: 'var(--land)', stroke: 'var(--border)', strokeWidth: 0.6 }),
              Plot.dot(clusters, {
                x: 'longitude',
                y: 'latitude',
                r: 'count',
                fill: 'var(--accent)',
                fillOpacity: 0.55,
                stroke: 'var(--accent)',
                title: ({ count }) => `${numberText(count)} records`,
              }),
            ],
          })
        }
      />
      <p class="count">
        {geoClusters ? `${numberText(records)} records in ${numberText(clusters.length)} clusters` : ''}
      </p>
    </Panel>
  );
}

interface Corner {
  latitude: number;
  longitude: number;
}

/** What the map shows: the box of the records, never less than some degrees. */
function extentOf({ southWest, northEast }: { southWest: Corner; northEast: Corner }): MultiPolygon {
  const west = Math.min(southWest.longitude, northEast.longitude - 4);
  const east = Math.max(northEast.longitude, southWest.longitude + 4);
  const south = Math.max(-89, Math.min(southWest.latitude, northEast.latitude - 2));
  const north = Math.min(89, Math.max(northEast.latitude, southWest.latitude + 2));
  const corners = [
    [west, south],
    [west, north],
    [east, north],
    [east, south],
  ];
  // Points, not an area: on a sphere an area might be the one outside.
  return { type: 'MultiPoint', coordinates: corners } as unknown as MultiPolygon;
}
