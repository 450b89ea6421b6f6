/** A map: where the records are, in clusters by zoom, over the outlines of the countries. */
import './trusted.ts';
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { CombinedError } from '@urql/core';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Changes } from './address.ts';
import type { ViewProps } from './dataset.tsx';
import { askOnce } from './graph.ts';
import { flatCountries } from './land.ts';
import { RecordAt } from './operations.ts';
import { Failure, numberText, Panel, Skeleton } from './parts.tsx';
import { placeText } from './selection.ts';

/** The zoom of the first clusters: it shows the world in a hundred or so. */
const FIRST_ZOOM = 2;

/** The zoom that the clusters are of. */
export function zoomOf(parameters: URLSearchParams): number {
  return Number(parameters.get('zoom') ?? FIRST_ZOOM) || FIRST_ZOOM;
}

const ZOOMS = { minZoom: 0, maxZoom: 16 };
/** Fewer clusters than this do not show where the records are: they are asked for anew, at a closer zoom. */
const TOO_FEW = 4;
/** Smaller marks have no room for their number, in pixels. */
const SIZE_WITH_TEXT = 24;
/** How wide the circle around a cluster is, in pixels of the zoom that it is of. */
const CLUSTER_PIXELS = 40;

type Clusters = NonNullable<NonNullable<ViewProps['dataset']>['geoClusters']>['clusters'];
type Cluster = Clusters[number];

interface MapPanelProps extends ViewProps {
  onOpen: (recordId: string) => void;
}

export function MapPanel({
  address: { parameters, go },
  datasetId,
  filter,
  dataset,
  isLoading,
  onOpen,
}: MapPanelProps) {
  const [failed, setFailed] = useState<CombinedError>();
  const clusters = dataset?.geoClusters?.clusters;
  const zoom = zoomOf(parameters);
  const choose = async (cluster: Cluster) => {
    const { latitude, longitude } = cluster.center;
    const meters = Math.round(metersAround(cluster, zoom));
    if (cluster.count > 1) {
      go({ near: `${latitude},${longitude},${meters}`, after: null });
      return;
    }
    // The centre of one record is its place, but for rounding.
    const near = { latitude, longitude, meters: Math.max(50, meters / 100) };
    const found = await askOnce(RecordAt, { datasetId, filter: { ...filter, near } });
    setFailed(found.error);
    const recordId = found.data?.dataset?.records?.edges[0]?.node.recordId;
    if (recordId) onOpen(recordId);
  };
  const records = (clusters ?? []).reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="Map" isBusy={isLoading}>
      {!clusters && isLoading && <Skeleton lines={1} />}
      {failed && <Failure answer={{ error: failed, retry: () => setFailed(undefined) }} />}
      <Canvas
        clusters={clusters}
        label={`Map of ${numberText(records)} records in ${numberText(clusters?.length ?? 0)} clusters`}
        onChoose={choose}
        onMove={(changes) => go(changes, true)}
        isMoved={parameters.has('box')}
      />
      <p class="count">
        {clusters ? `${numberText(records)} records in ${numberText(clusters.length)} clusters` : ''}
      </p>
      <details>
        <summary>The places of the map</summary>
        <ul class="places">
          {(clusters ?? []).slice(0, 50).map((cluster) => (
            <li key={placeText(cluster.center)}>
              <button type="button" class="plain" onClick={() => void choose(cluster)}>
                {placeText(cluster.center)}
              </button>{' '}
              {numberText(cluster.count)}
            </li>
          ))}
        </ul>
      </details>
    </Panel>
  );
}

/** Half the width of a cluster at this zoom: at the equator, the world is 256 pixels wide at zoom 0. */
function metersAround({ center: { latitude } }: Cluster, zoom: number): number {
  return (40_075_017 * Math.cos((latitude * Math.PI) / 180) * CLUSTER_PIXELS) / (256 * 2 ** zoom);
}

interface CanvasProps {
  clusters: Clusters | undefined;
  label: string;
  onChoose: (cluster: Cluster) => void;
  onMove: (changes: Changes) => void;
  /** True if its user has moved it: then it stays where it is. */
  isMoved: boolean;
}

/** The map itself, which a library draws. */
function Canvas({ clusters, label, onChoose, onMove, isMoved }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ map: L.Map; markers: L.LayerGroup } | null>(null);
  // What was given last: the listeners of the map are made once.
  const given = useRef({ onChoose, onMove });
  given.current = { onChoose, onMove };
  useEffect(() => {
    if (!frame.current) return;
    const map = L.map(frame.current, {
      ...ZOOMS,
      attributionControl: false,
      zoomControl: false,
      worldCopyJump: true,
      renderer: L.svg({ padding: 0.5 }),
    });
    L.geoJSON(flatCountries, { interactive: false, style: { className: 'country', weight: 0.6 } }).addTo(map);
    map.setView([20, 0], 0);
    drawn.current = { map, markers: L.layerGroup().addTo(map) };
    const told = () => given.current.onMove(placeOf(map));
    map.on('dragend', told);
    map.on('zoomend', () => isOfUser(map) && told());
    return () => {
      drawn.current = null;
      map.remove();
    };
  }, []);
  useEffect(() => {
    const { map, markers } = drawn.current ?? {};
    if (!map || !markers || !clusters) return;
    markers.clearLayers();
    for (const cluster of clusters)
      markers.addLayer(markerOf(cluster, () => given.current.onChoose(cluster)));
    if (isMoved || clusters.length === 0) return;
    showAll(map, clusters);
    if (clusters.length < TOO_FEW && clusters.some(({ count }) => count > TOO_FEW))
      given.current.onMove(placeOf(map));
  }, [clusters]);
  return (
    <div class="framed">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the arrows move it, plus and minus zoom. */}
      <div class="map" ref={frame} role="application" aria-label={label} tabIndex={0} />
      <div class="zoom">
        <button type="button" aria-label="Zoom in" onClick={() => drawn.current?.map.zoomIn()}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => drawn.current?.map.zoomOut()}>
          −
        </button>
      </div>
    </div>
  );
}

/** The maps that are being moved by the page: such a move is none of their users'. */
const moving = new WeakSet<L.Map>();

function isOfUser(map: L.Map): boolean {
  return !moving.has(map);
}

function showAll(map: L.Map, clusters: Clusters): void {
  const bounds = L.latLngBounds(clusters.map(({ center }) => [center.latitude, center.longitude]));
  moving.add(map);
  map.fitBounds(bounds.pad(0.1), { animate: false, maxZoom: 10 });
  moving.delete(map);
}

/** What the map shows, and some more around it. */
function placeOf(map: L.Map): Changes {
  const bounds = map.getBounds().pad(0.2);
  const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()];
  const box = [
    Math.max(-89, low.lat),
    Math.max(-180, low.lng),
    Math.min(89, high.lat),
    Math.min(180, high.lng),
  ];
  return { zoom: String(map.getZoom()), box: box.map((degrees) => degrees.toFixed(2)).join() };
}

function markerOf({ center, count }: Cluster, onChoose: () => void): L.Marker {
  const size = Math.round(12 + 6 * Math.log10(count + 1));
  // An element and not a text, of which this page's policy makes none.
  const shape = document.createElement('span');
  shape.textContent = size >= SIZE_WITH_TEXT ? compact(count) : '';
  const icon = L.divIcon({
    className: count > 1 ? 'cluster' : 'cluster one',
    iconSize: [size, size],
    html: shape,
  });
  const title = count > 1 ? `${numberText(count)} records: select them` : 'One record: open it';
  // By keyboard they are reached in the list below the map.
  return L.marker([center.latitude, center.longitude], { icon, title, keyboard: false }).on(
    'click',
    onChoose,
  );
}

function compact(count: number): string {
  return count.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 0 });
}
