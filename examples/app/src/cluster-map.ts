/** Leaflet, as this app uses it: outlines below, clusters above, and word of each move. */
import L from 'leaflet';
import type { BoundingBoxInput } from './graphql/graphql.ts';
import { type DocumentType, graphql } from './graphql/index.ts';
import { numberText } from './values.ts';

const ClusterFragment = graphql(`
  fragment Cluster on GeoCluster {
    count
    center {
      latitude
      longitude
    }
    strongest: value(series: "strongest")
  }
`);
type Cluster = DocumentType<typeof ClusterFragment>;

const OutlineFragment = graphql(`
  fragment Outline on Country {
    id
    outline
  }
`);
type Outline = DocumentType<typeof OutlineFragment>;

/** What the map shows: its zoom, and the box to which the clusters are limited; null is the world. */
export interface MapView {
  zoom: number;
  box: BoundingBoxInput | null;
}

const WORLD = L.latLngBounds([-85, -180], [85, 180]);

export class ClusterMap {
  private readonly map: L.Map;
  private readonly outlines = L.geoJSON(undefined, { interactive: false, style: { className: 'country' } });
  private readonly markers = L.layerGroup();

  constructor(element: HTMLElement, onMove: (view: MapView) => void) {
    this.map = L.map(element, { maxBounds: WORLD, maxBoundsViscosity: 1, minZoom: 1, maxZoom: 12 });
    this.map.attributionControl.setPrefix(false);
    this.map.setView([20, 0], 1);
    this.outlines.addTo(this.map);
    this.markers.addTo(this.map);
    this.map.on('moveend', () => onMove(viewOf(this.map)));
  }

  showOutlines(outlines: readonly Outline[]): void {
    this.outlines.clearLayers();
    for (const { outline } of outlines) if (outline) this.outlines.addData(outline);
  }

  showClusters(clusters: readonly Cluster[]): void {
    this.markers.clearLayers();
    for (const cluster of clusters) this.markers.addLayer(this.markerOf(cluster));
  }

  remove(): void {
    this.map.remove();
  }

  /** A button, by mouse and by keyboard: it brings the map closer to its cluster. */
  private markerOf({ center, count, strongest }: Cluster): L.Marker {
    const place = L.latLng(center.latitude, center.longitude);
    // The title says more than the number, and so is the name of the button.
    const title =
      count > 1
        ? `${numberText(count)} earthquakes, the strongest of ${numberText(strongest)}`
        : `One earthquake of ${numberText(strongest)}`;
    const label = document.createElement('span');
    label.ariaHidden = 'true';
    label.textContent = count > 1 ? numberText(count) : '';
    const size = 16 + 6 * Math.log10(count);
    const icon = L.divIcon({ className: 'cluster', iconSize: [size, size], html: label });
    const zoomIn = () => {
      this.map.setView(place, this.map.getZoom() + 2);
      // Other clusters take the place of this one: the map keeps the focus.
      this.map.getContainer().focus({ preventScroll: true });
    };
    return L.marker(place, { icon, title, riseOnHover: true })
      .on('click', zoomIn)
      .on('keypress', ({ originalEvent }) => originalEvent.key === 'Enter' && zoomIn());
  }
}

function viewOf(map: L.Map): MapView {
  const zoom = map.getZoom();
  // The closest views that hold all of the world need no box.
  if (map.getBounds().contains(WORLD)) return { zoom, box: null };
  const [low, high] = [map.getBounds().getSouthWest(), map.getBounds().getNorthEast()];
  return {
    zoom,
    box: {
      southWest: { latitude: Math.max(-90, low.lat), longitude: Math.max(-180, low.lng) },
      northEast: { latitude: Math.min(90, high.lat), longitude: Math.min(180, high.lng) },
    },
  };
}
