import type { Dataset } from '../ods/dataset.ts';
import { KnownForFields } from '../ods/known-for-fields.ts';
import type { Parameter } from '../ods/parameter.ts';
import { isDateTime } from '../ods/query/days.ts';
import type { CompiledFilter, RecordFilter } from '../ods/query/filter.ts';
import {
  type Analysis,
  type AnalysisArguments,
  analysisOf,
  analysisRequest,
  readDateEnds,
} from './analysis.ts';
import type { LoadedAnalysis } from './analysis-groups.ts';
import type { DateEnd } from './date-ends.ts';
import { type DateSource, loadDateEnds, loadGroupedDateEnds } from './date-ends-loader.ts';
import type { SeriesRequest } from './series-plan.ts';
import { zoneOf, zoneParameters } from './zone.ts';

/** An analysis with its filter. */
export interface AnalysisQuestion extends AnalysisArguments {
  filter?: RecordFilter | null | undefined;
  timezone?: string | null | undefined;
}

/** An analysis: one call for its numbers, beside those for the dates that are read of it. `compiled` gives its filter. */
export async function loadAnalysis(
  source: DateSource,
  dataset: Dataset,
  question: AnalysisQuestion,
  compiled: () => CompiledFilter,
): Promise<Analysis> {
  const { datasetId, fields } = dataset;
  const { filter, timezone, x } = question;
  const { parameters, hasDays } = compiled();
  const { request, zone, ends } = plannedOf(dataset, question, parameters);
  const isCut = request?.cut !== undefined;
  if (ends.length === 0)
    return analysisOf(question, { numbers: await loadNumbers(source, request), isCut, dates: null });
  const hasZone = hasDays || x.some(({ field }) => isDateTime(field, fields));
  const grouped = { datasetId, fields, axes: x, filter: parameters, zone: hasZone ? zone : [] };
  const [numbers, dates] = await Promise.all([
    loadNumbers(source, request),
    x.length === 0
      ? loadDateEnds(source, dataset, { filter, timezone }, ends)
      : loadGroupedDateEnds(source, grouped, ends),
  ]);
  return analysisOf(question, { numbers, isCut, dates });
}

/** What is to be loaded for a question. */
interface Planned {
  readonly zone: Parameter[];
  readonly request: SeriesRequest | null;
  readonly ends: DateEnd[];
}

const planned = new KnownForFields<AnalysisQuestion, Planned>();

/** Checks a question and says what is to be loaded for it; once, if the same question of the same dataset comes again. */
function plannedOf(
  { datasetId, fields }: Dataset,
  question: AnalysisQuestion,
  filter: readonly Parameter[],
): Planned {
  return planned.of(question, fields, () => {
    const zone = zoneParameters(zoneOf(question.timezone));
    const request = analysisRequest(question, [...filter, ...zone], datasetId, fields);
    return { zone, request, ends: readDateEnds(question, fields) };
  });
}

async function loadNumbers(
  { analyse }: DateSource,
  request: SeriesRequest | null,
): Promise<LoadedAnalysis['numbers']> {
  return request && { ...(await analyse(request)), series: request.series };
}
