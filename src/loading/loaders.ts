import { type AnalysisAnswer, analyze } from '../ods/analysis.ts';
import { CATALOG } from '../ods/catalog.ts';
import type { Dataset } from '../ods/dataset.ts';
import { searchDatasets } from '../ods/datasets.ts';
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
  type CompiledFilter,
  compileDatasetFilter,
  compileRecordFilter,
  type DatasetFilter,
  type RecordFilter,
} from '../ods/query/filter.ts';
import { type OrderBy, sortParameters } from '../ods/query/sort.ts';
import { type DatasetRecord, searchRecords } from '../ods/records.ts';
import { shown } from '../ods/text.ts';
import type { Session } from '../ods/transport/session.ts';
import type { Analysis } from './analysis.ts';
import { type AnalysisQuestion, loadAnalysis } from './analysis-loader.ts';
import { attempt } from './attempt.ts';
import { Connection, type PageArguments } from './connection.ts';
import { DatasetLoader } from './dataset-loader.ts';
import type { DateSource } from './date-ends-loader.ts';
import { type DownloadQuestion, type ExportQuestion, exportParameters, fieldParameters } from './download.ts';
import {
  type GeoClustering,
  type GeoClusteringArguments,
  geoClusteringOf,
  geoClusteringRequest,
} from './geo-clustering.ts';
import { requireKnownFacets } from './known-facets.ts';
import { MeteredLoader } from './metered-loader.ts';
import { PortalHabits } from './portal-habits.ts';
import type { Projection } from './projection.ts';
import { type Quota, readQuota } from './quota.ts';
import { RecordLoader } from './record-loader.ts';
import { type RecordsArguments, recordSearchOf } from './record-search.ts';
import { Relations } from './relations.ts';
import { type SearchAnswer, SearchLoader } from './search-loader.ts';
import { SeriesLoader } from './series-loader.ts';
import type { UpstreamMeter } from './upstream-meter.ts';
import { requireVisibleRecords } from './visible-records.ts';
import { inUtc, piecesInUtc, UTC, zoneOf, zoneParameters } from './zone.ts';

export interface DatasetsArguments extends PageArguments {
  filter?: DatasetFilter | null | undefined;
  orderBy?: readonly OrderBy[] | null | undefined;
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
  /**
   * What was seen of the portal by the operations before.
   * @default nothing yet
   */
  habits?: PortalHabits | undefined;
}

/** All that one operation can load, for one caller: made for the operation and thrown away with it. */
export class Loaders {
  readonly #session: Session;
  readonly #meter: UpstreamMeter;
  readonly #merging: boolean;
  readonly #habits: PortalHabits;
  // Each is made when it is first asked: an operation needs one or two of them.
  #datasetById: DatasetLoader | undefined;
  #recordById: RecordLoader | undefined;
  #catalog: SearchLoader<Dataset> | undefined;
  #records: SearchLoader<DatasetRecord> | undefined;
  #analyses: SeriesLoader<AnalysisAnswer> | undefined;
  #clusters: SeriesLoader<GeoClusterAnswer> | undefined;
  #boxes: MeteredLoader<BoxKey, BoundingBox | null> | undefined;
  #relations: Relations | undefined;

  constructor(
    session: Session,
    meter: UpstreamMeter,
    { merging = true, habits = new PortalHabits() }: LoadersOptions = {},
  ) {
    this.#session = session;
    this.#meter = meter;
    this.#merging = merging;
    this.#habits = habits;
  }

  get datasetById(): DatasetLoader {
    const habit = this.#habits.refinesByIds;
    this.#datasetById ??= new DatasetLoader(this.#session, this.#meter, habit, this.#merging);
    return this.#datasetById;
  }

  get recordById(): RecordLoader {
    const of = { session: this.#session, meter: this.#meter, habit: this.#habits.findsRecordIds };
    this.#recordById ??= new RecordLoader(of, this.datasetById, this.#merging);
    return this.#recordById;
  }

  get #catalogSearches(): SearchLoader<Dataset> {
    this.#catalog ??= new SearchLoader(
      ({ filter }, parameters) => this.#searchCatalog(filter, parameters),
      this.#meter,
      this.#merging,
    );
    return this.#catalog;
  }

  get #recordSearches(): SearchLoader<DatasetRecord> {
    this.#records ??= new SearchLoader(
      async ({ datasetId, fields, filter: { hasDistance }, timezone }, parameters) => {
        const page = await searchRecords(this.#session, datasetId, parameters, hasDistance);
        const rows = inUtc(page.records, fields, timezone);
        return { total: page.total, rows, facetGroups: page.facetGroups };
      },
      this.#meter,
      this.#merging,
    );
    return this.#records;
  }

  get #analysisLoader(): SeriesLoader<AnalysisAnswer> {
    this.#analyses ??= new SeriesLoader(
      ({ datasetId, axes }, parameters) => analyze(this.#session, datasetId, parameters, axes),
      this.#meter,
      this.#merging,
    );
    return this.#analyses;
  }

  get #clusterLoader(): SeriesLoader<GeoClusterAnswer> {
    this.#clusters ??= new SeriesLoader(
      ({ datasetId }, parameters) => clusterRecords(this.#session, datasetId, parameters),
      this.#meter,
      this.#merging,
    );
    return this.#clusters;
  }

  get #boxLoader(): MeteredLoader<BoxKey, BoundingBox | null> {
    this.#boxes ??= new MeteredLoader(
      this.#meter,
      (keys) =>
        Promise.all(
          keys.map(({ datasetId, parameters }) =>
            attempt(() => boundRecords(this.#session, datasetId, parameters)),
          ),
        ),
      { cacheKeyFn: (key) => JSON.stringify(key), merging: this.#merging },
    );
    return this.#boxes;
  }

  /** Records that belong together. */
  get relations(): Relations {
    this.#relations ??= new Relations(
      this.#session,
      this.#meter,
      this.#merging,
      ({ dataset, fields, timezone }, filter) =>
        this.analysis(dataset, {
          x: fields.map((field) => ({ field })),
          series: [{ name: 'count', function: 'COUNT' }],
          filter,
          timezone,
        }),
    );
    return this.#relations;
  }

  /** A page of the catalog. */
  datasets({ filter, orderBy, ...page }: DatasetsArguments): Connection<Dataset> {
    const search = {
      datasetId: '',
      filter: compileDatasetFilter(filter ?? {}, CATALOG),
      timezone: UTC,
      order: sortParameters(orderBy ?? [], CATALOG, 'orderBy'),
      fields: CATALOG,
    };
    return new Connection(this.#catalogSearches, search, page);
  }

  /** A page of a dataset's records. */
  records(dataset: Dataset, args: RecordsArguments): Connection<DatasetRecord> {
    return new Connection(
      this.#recordSearches,
      recordSearchOf(dataset, args, this.#compile(dataset, args.filter)),
      args,
    );
  }

  /** An analysis of a dataset's records. */
  analysis(dataset: Dataset, question: AnalysisQuestion): Promise<Analysis> {
    const source: DateSource = {
      records: (of, search) => this.records(of, search),
      analyse: (request) => this.#analysisLoader.load(request),
    };
    return loadAnalysis(source, dataset, question, () => this.#compile(dataset, question.filter));
  }

  /** A clustering of a dataset's records. */
  async geoClusters(dataset: Dataset, { filter, ...question }: GeoClustersQuestion): Promise<GeoClustering> {
    const { datasetId, fields } = dataset;
    const { parameters } = this.#compile(dataset, filter);
    const request = geoClusteringRequest(question, parameters, datasetId, fields);
    return geoClusteringOf(question, await this.#clusterLoader.load(request));
  }

  /** The extent of a dataset's records; null without a place, and without a call if the dataset has no geo field. */
  async boundingBox(dataset: Dataset, filter: RecordFilter): Promise<BoundingBox | null> {
    const { parameters } = this.#compile(dataset, filter);
    if (!dataset.fields.first(isGeo)) return null;
    return await this.#boxLoader.load({ datasetId: dataset.datasetId, parameters });
  }

  /** Compiles a filter of records that are about to be asked for. */
  #compile(dataset: Dataset, filter: RecordFilter | null | undefined, isFile = false): CompiledFilter {
    requireVisibleRecords(dataset);
    return compileRecordFilter(filter ?? {}, withRecordTimestamp(dataset.fields), { isFile });
  }

  /** The parameters of a download of a dataset's records as a file. */
  exportParameters(dataset: Dataset, { filter, timezone, ...question }: ExportQuestion): Parameter[] {
    const { parameters } = this.#compile(dataset, filter, true);
    return [...parameters, ...zoneParameters(zoneOf(timezone)), ...exportParameters(dataset, question)];
  }

  /** Every record that matches, as the portal sends them: nothing is asked before somebody reads. */
  download(
    dataset: Dataset,
    { filter, timezone }: DownloadQuestion,
    projection: Projection,
  ): AsyncGenerator<DatasetRecord[]> {
    const { parameters, hasDistance, hasDays } = this.#compile(dataset, filter);
    const zone = hasDays ? zoneOf(timezone) : null;
    const asked = [...parameters, ...zoneParameters(zone), ...fieldParameters(projection)];
    const pieces = downloadRecords(this.#session, dataset.datasetId, asked, hasDistance);
    return zone === null ? pieces : piecesInUtc(pieces, dataset.fields, zone);
  }

  /** The dataset of a record that was loaded. */
  async datasetOf({ datasetId }: DatasetRecord): Promise<Dataset> {
    const dataset = await this.datasetById.load(datasetId);
    if (dataset) return dataset;
    throw new OdsError(
      'NOT_FOUND',
      `The portal gave a record of ${shown(datasetId)}, and now has no such dataset.`,
    );
  }

  /** The caller's quota as last reported, null before that; `refresh` spends one call to ask. */
  quota(refresh: boolean): Promise<Quota | null> {
    return readQuota(this.#session, this.#meter, refresh);
  }

  async #searchCatalog(
    { refined }: CompiledFilter,
    parameters: readonly Parameter[],
  ): Promise<SearchAnswer<Dataset>> {
    const { total, datasets, facetGroups } = await searchDatasets(this.#session, parameters);
    if (total > 0) requireKnownFacets(refined, new Set(facetGroups.map(({ name }) => name)));
    for (const dataset of datasets) this.datasetById.prime(dataset);
    return { total, rows: datasets, facetGroups };
  }
}
