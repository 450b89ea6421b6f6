import { type AnalysisAnswer, analyze } from '../ods/analysis.ts';
import { CATALOG } from '../ods/catalog.ts';
import { type Dataset, searchDatasets } from '../ods/datasets.ts';
import { downloadRecords } from '../ods/download.ts';
import { OdsError } from '../ods/errors.ts';
import { isGeo, withRecordTimestamp } from '../ods/field.ts';
import {
  type BoundingBox,
  boundRecords,
  clusterRecords,
  type GeoClusterAnswer,
} from '../ods/geo-clusters.ts';
import type { Parameter } from '../ods/parameter.ts';
import {
  type DatasetFilter,
  datasetFilterParameters,
  type RecordFilter,
  recordFilterParameters,
} from '../ods/query/filter.ts';
import { type OrderBy, sortParameters } from '../ods/query/sort.ts';
import { type DatasetRecord, searchRecords } from '../ods/records.ts';
import type { Session } from '../ods/transport/session.ts';
import { type Analysis, type AnalysisArguments, analysisOf, analysisWant } from './analysis.ts';
import { attempt } from './batch.ts';
import { Connection, type PageArguments } from './connection.ts';
import { DatasetLoader } from './dataset-loader.ts';
import { type DownloadQuestion, type ExportQuestion, exportParameters, fieldParameters } from './download.ts';
import {
  type GeoClustering,
  type GeoClusteringArguments,
  geoClusteringOf,
  geoClusteringWant,
} from './geo-clustering.ts';
import { MeteredLoader } from './metered-loader.ts';
import type { Projection } from './projection.ts';
import { type Quota, readQuota } from './quota.ts';
import { RecordLoader } from './record-loader.ts';
import { type SearchAnswer, SearchLoader } from './search-loader.ts';
import { SeriesLoader } from './series-loader.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

export interface DatasetsArguments extends PageArguments {
  filter?: DatasetFilter | null | undefined;
  orderBy?: readonly OrderBy[] | null | undefined;
}

export interface RecordsArguments extends PageArguments {
  filter?: RecordFilter | null | undefined;
  orderBy?: readonly OrderBy[] | null | undefined;
  /** IANA name: in which zone datetimes are written, and their days begin. The portal's default is UTC. */
  timezone?: string | null | undefined;
}

/** An analysis with its filter. */
export interface AnalysisQuestion extends AnalysisArguments {
  filter?: RecordFilter | null | undefined;
  timezone?: string | null | undefined;
}

/** A clustering with its filter. */
export interface GeoClustersQuestion extends GeoClusteringArguments {
  filter?: RecordFilter | null | undefined;
}

interface BoxKey {
  datasetId: string;
  parameters: readonly Parameter[];
}

export interface LoadersOptions {
  /**
   * False makes one call for each lookup, page, total, facet list, analysis and clustering, as a client without this
   * server would: for tests that compare.
   * @default true
   */
  merging?: boolean | undefined;
}

/** All that one operation can load, for one caller: made for the operation and thrown away with it. */
export class Loaders {
  readonly datasetById: DatasetLoader;
  readonly recordById: RecordLoader;
  readonly #session: Session;
  readonly #meter: UpstreamMeter;
  readonly #catalog: SearchLoader<Dataset>;
  readonly #records: SearchLoader<DatasetRecord>;
  readonly #analyses: SeriesLoader<AnalysisAnswer>;
  readonly #clusters: SeriesLoader<GeoClusterAnswer>;
  readonly #boxes: MeteredLoader<BoxKey, BoundingBox | null>;

  constructor(session: Session, meter: UpstreamMeter, { merging = true }: LoadersOptions = {}) {
    this.#session = session;
    this.#meter = meter;
    this.datasetById = new DatasetLoader(session, meter, merging);
    this.recordById = new RecordLoader(session, meter, this.datasetById, merging);
    this.#catalog = new SearchLoader((_, parameters) => this.#searchCatalog(parameters), meter, merging);
    this.#records = new SearchLoader(
      async (datasetId, parameters) => {
        const { total, records, facetGroups } = await searchRecords(session, datasetId, parameters);
        return { total, rows: records, facetGroups };
      },
      meter,
      merging,
    );
    this.#analyses = new SeriesLoader(
      (datasetId, parameters) => analyze(session, datasetId, parameters),
      meter,
      merging,
    );
    this.#clusters = new SeriesLoader(
      (datasetId, parameters) => clusterRecords(session, datasetId, parameters),
      meter,
      merging,
    );
    this.#boxes = new MeteredLoader(
      meter,
      (keys) =>
        Promise.all(
          keys.map(({ datasetId, parameters }) =>
            attempt(() => boundRecords(session, datasetId, parameters)),
          ),
        ),
      { cacheKeyFn: (key) => JSON.stringify(key), merging },
    );
  }

  /** A page of the catalog. */
  datasets({ filter, orderBy, ...page }: DatasetsArguments): Connection<Dataset> {
    const parameters = [
      ...datasetFilterParameters(filter ?? {}, CATALOG),
      ...sortParameters(orderBy ?? [], CATALOG, 'orderBy'),
    ];
    return new Connection(this.#catalog, { datasetId: '', parameters, fields: CATALOG }, page);
  }

  /** A page of a dataset's records. */
  records(
    dataset: Dataset,
    { filter, orderBy, timezone, ...page }: RecordsArguments,
  ): Connection<DatasetRecord> {
    const { datasetId, fields } = dataset;
    const parameters = [
      ...this.#filterParameters(dataset, filter, timezone),
      ...sortParameters(orderBy ?? [], withRecordTimestamp(fields), 'orderBy'),
    ];
    return new Connection(this.#records, { datasetId, parameters, fields }, page);
  }

  /** An analysis of a dataset's records. */
  async analysis(dataset: Dataset, { filter, timezone, ...question }: AnalysisQuestion): Promise<Analysis> {
    const { datasetId, fields } = dataset;
    const want = analysisWant(question, this.#filterParameters(dataset, filter, timezone), datasetId, fields);
    return analysisOf(question, await this.#analyses.load(want));
  }

  /** A clustering of a dataset's records. */
  async geoClusters(dataset: Dataset, { filter, ...question }: GeoClustersQuestion): Promise<GeoClustering> {
    const { datasetId, fields } = dataset;
    const want = geoClusteringWant(question, this.#filterParameters(dataset, filter), datasetId, fields);
    return geoClusteringOf(question, await this.#clusters.load(want));
  }

  /** The extent of a dataset's records; null without a place, and without a call where the dataset has no geo field. */
  async boundingBox(dataset: Dataset, filter: RecordFilter): Promise<BoundingBox | null> {
    const parameters = this.#filterParameters(dataset, filter);
    if (!dataset.fields.first(isGeo)) return null;
    return this.#boxes.load({ datasetId: dataset.datasetId, parameters });
  }

  #filterParameters(
    { fields }: Dataset,
    filter: RecordFilter | null | undefined,
    timezone?: string | null,
  ): Parameter[] {
    return [
      ...recordFilterParameters(filter ?? {}, withRecordTimestamp(fields)),
      ...(timezone ? [['timezone', timezone] satisfies Parameter] : []),
    ];
  }

  /** What a download of a dataset's records as a file is asked with. */
  exportParameters(dataset: Dataset, { filter, timezone, ...question }: ExportQuestion): Parameter[] {
    return [...this.#filterParameters(dataset, filter, timezone), ...exportParameters(dataset, question)];
  }

  /** Every record that matches, as the portal sends them: nothing is asked before somebody reads. */
  download(
    dataset: Dataset,
    { filter, timezone }: DownloadQuestion,
    projection: Projection,
  ): AsyncGenerator<DatasetRecord> {
    return downloadRecords(this.#session, dataset.datasetId, [
      ...this.#filterParameters(dataset, filter, timezone),
      ...fieldParameters(projection),
    ]);
  }

  /** The dataset of a record that was loaded. */
  async datasetOf({ datasetId }: DatasetRecord): Promise<Dataset> {
    const dataset = await this.datasetById.load(datasetId);
    if (dataset) return dataset;
    throw new OdsError(
      'NOT_FOUND',
      `The portal gave a record of "${datasetId}", and now has no such dataset.`,
    );
  }

  /** The caller's quota as last reported, null before that; `refresh` spends one call to ask. */
  quota(refresh: boolean): Promise<Quota | null> {
    return readQuota(this.#session, this.#meter, refresh);
  }

  async #searchCatalog(parameters: readonly Parameter[]): Promise<SearchAnswer<Dataset>> {
    const { total, datasets, facetGroups } = await searchDatasets(this.#session, parameters);
    refuseIgnoredRefinements(
      parameters,
      total,
      facetGroups.map(({ name }) => name),
    );
    for (const dataset of datasets) this.datasetById.prime(dataset);
    return { total, rows: datasets, facetGroups };
  }
}

/**
 * A metadata template's facet cannot be checked before the call, and a portal ignores one that it does not know: it
 * would answer with the whole catalog. One that it does know comes back among the facet groups, asked or not.
 */
function refuseIgnoredRefinements(parameters: readonly Parameter[], total: number, answered: string[]): void {
  if (total === 0) return;
  for (const [name] of parameters) {
    const facet = name.startsWith('refine.') ? name.slice('refine.'.length) : '';
    if (facet.includes('.') && !answered.includes(facet)) {
      throw new OdsError('BAD_USER_INPUT', `filter.refine: the portal's catalog has no facet "${facet}".`, {
        argument: 'filter.refine',
      });
    }
  }
}
