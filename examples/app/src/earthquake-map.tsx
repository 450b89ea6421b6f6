/** A map of clusters, which the portal makes for each zoom. Its base is the portal's own dataset of countries. */
import 'leaflet/dist/leaflet.css';
import { useQuery } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { ClusterMap, type MapView } from './cluster-map.ts';
import type { RecordFilter } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { Failure, NoDataset, Panel } from './panel.tsx';
import { numberText } from './values.ts';

// Clusters are asked of the dataset: they have no type of their own.
const EarthquakeClusters = graphql(`
  query EarthquakeClusters($filter: RecordFilter, $zoom: Int!) {
    dataset(datasetId: "earthquakes") {
      id
      geoClusters(
        filter: $filter
        zoom: $zoom
        radius: 40
        mode: HEATMAP
        series: [{ name: "strongest", function: MAX, expression: "mag" }]
      ) {
        clusters {
          ...Cluster
        }
      }
    }
  }
`);

const Countries = graphql(`
  query Countries {
    countries(first: 300) {
      nodes {
        ...Outline
      }
    }
  }
`);

interface EarthquakeMapProps {
  filter: RecordFilter;
  view: MapView;
  onMove: (view: MapView) => void;
}

export function EarthquakeMap({ filter, view, onMove }: EarthquakeMapProps) {
  const { data, previousData, loading, error, refetch } = useQuery(EarthquakeClusters, {
    variables: { zoom: view.zoom, filter: { ...filter, withinBox: view.box } },
  });
  const countries = useQuery(Countries);
  // Either may fail without the other: the map shows what is there, and asks again for what is not.
  const failure = error ?? countries.error;
  const retry = () => {
    if (error) void refetch();
    if (countries.error) void countries.refetch();
  };

  const shown = data ?? previousData;
  const clusters = shown?.dataset?.geoClusters?.clusters;
  const total = (clusters ?? []).reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="Map" loading={loading || countries.loading}>
      {/* Here and not in place of the map, which stays where its user has moved it. */}
      {failure && <Failure error={failure} onRetry={retry} />}
      {shown?.dataset === null && <NoDataset name="earthquakes" />}
      <p className="count" aria-live="polite">
        {clusters && `${numberText(total)} earthquakes here, in ${numberText(clusters.length)} clusters`}
      </p>
      <Canvas clusters={clusters} outlines={countries.data?.countries?.nodes} onMove={onMove} />
    </Panel>
  );
}

interface CanvasProps {
  clusters: Parameters<ClusterMap['showClusters']>[0] | undefined;
  outlines: Parameters<ClusterMap['showOutlines']>[0] | undefined;
  onMove: (view: MapView) => void;
}

/** An element that React leaves to Leaflet. */
function Canvas({ clusters, outlines, onMove }: CanvasProps) {
  const frame = useRef<HTMLElement>(null);
  const [map, setMap] = useState<ClusterMap | null>(null);
  useEffect(() => {
    if (!frame.current) return;
    const made = new ClusterMap(frame.current, onMove);
    setMap(made);
    return () => made.remove();
  }, [onMove]);
  useEffect(() => map?.showOutlines(outlines ?? []), [map, outlines]);
  useEffect(() => map?.showClusters(clusters ?? []), [map, clusters]);
  return <section ref={frame} className="map" aria-label="Map of the earthquakes" />;
}
