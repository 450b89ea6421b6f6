/** What the graph itself says of the earthquakes that the app shows. */
import type { RecordFilter } from '../../examples/app/src/graphql/graphql.ts';
import type { Graph } from '../support/graph.ts';

export class Earthquakes {
  private readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** The first so many of an order, and how many there are. */
  async records(filter: RecordFilter, field: string, direction: 'ASC' | 'DESC', first: number) {
    const { records } = await this.ask<{
      records: { totalCount: number; nodes: { place: string; mag: number }[] };
    }>(
      `records(filter: $filter, first: ${first}, orderBy: [{ field: "${field}", direction: ${direction} }, { field: "id" }]) {
        totalCount
        nodes { place: value(field: "place") mag: value(field: "mag") }
      }`,
      filter,
    );
    return {
      totalCount: records.totalCount,
      places: records.nodes.map(({ place }) => place),
      magnitudes: records.nodes.map(({ mag }) => mag),
    };
  }

  /** Of each day: its label, how many there were, and how strong the strongest was. */
  async days(filter: RecordFilter) {
    const { analysis } = await this.ask<{
      analysis: { points: { label: string; values: [count: number, strongest: number] }[] };
    }>(
      `analysis(
        filter: $filter, x: [{ field: "time", precision: DAY }], fillGaps: true
        series: [{ name: "n", function: COUNT }, { name: "max", function: MAX, expression: "mag" }]
      ) { points { label values } }`,
      filter,
    );
    return analysis.points.map(({ label, values: [count, strongest] }) => ({ label, count, strongest }));
  }

  /** How many earthquakes the clusters of a zoom have, the largest first. */
  async clusters(filter: RecordFilter, zoom: number) {
    const { geoClusters } = await this.ask<{ geoClusters: { clusters: { count: number }[] } }>(
      `geoClusters(filter: $filter, zoom: ${zoom}, radius: 40, mode: HEATMAP) { clusters { count } }`,
      filter,
    );
    return geoClusters.clusters.map(({ count }) => count).sort((a, b) => b - a);
  }

  private async ask<Fields>(fields: string, filter: RecordFilter): Promise<Fields> {
    const { data, errors } = await this.graph.ask<{ dataset: Fields }, object>(
      `query ($filter: RecordFilter) { dataset(datasetId: "earthquakes") { ${fields} } }`,
      { filter },
    );
    if (!data) throw new Error(`The graph does not answer: ${JSON.stringify(errors)}`);
    return data.dataset;
  }
}
