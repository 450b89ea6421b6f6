import type { Dataset } from '../ods/dataset.ts';
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
  { filter, timezone, ...question }: AnalysisQuestion,
  compiled: () => CompiledFilter,
): Promise<Analysis> {
  const { datasetId, fields } = dataset;
  const { parameters, hasDays } = compiled();
  const zone = zoneParameters(zoneOf(timezone));
  const request = analysisRequest(question, [...parameters, ...zone], datasetId, fields);
  const ends = readDateEnds(question, fields);
  const isCut = request?.cut !== undefined;
  if (ends.length === 0)
    return analysisOf(question, { numbers: await loadNumbers(source, request), isCut, dates: null });
  const hasZone = hasDays || question.x.some(({ field }) => isDateTime(field, fields));
  const grouped = { datasetId, fields, axes: question.x, filter: parameters, zone: hasZone ? zone : [] };
  const [numbers, dates] = await Promise.all([
    loadNumbers(source, request),
    question.x.length === 0
      ? loadDateEnds(source, dataset, { filter, timezone }, ends)
      : loadGroupedDateEnds(source, grouped, ends),
  ]);
  return analysisOf(question, { numbers, isCut, dates });
}

async function loadNumbers(
  { analyse }: DateSource,
  request: SeriesRequest | null,
): Promise<LoadedAnalysis['numbers']> {
  return request && { ...(await analyse(request)), series: request.series };
}
