import type { AnalysisAnswer } from '../ods/analysis.ts';
import type { Dataset } from '../ods/dataset.ts';
import type { Field } from '../ods/field.ts';
import {
  checkGroupedDates,
  type DateEnd,
  type DateEnds,
  datesRequest,
  type GroupedDates,
  reduceDates,
} from './date-ends.ts';
import type { Loaders } from './loaders.ts';
import type { RecordsArguments } from './record-search.ts';
import type { SeriesAnswer } from './series-loader.ts';
import type { SeriesRequest } from './series-plan.ts';

/** What dates are found by. */
export interface DateSource {
  records: Loaders['records'];
  analyse(request: SeriesRequest): Promise<SeriesAnswer<AnalysisAnswer>>;
}

/** Which records. */
type RecordContext = Pick<RecordsArguments, 'filter' | 'timezone'>;

/** The first and last dates of all records: a call for each, which brings one record. They are exact. */
export async function loadDateEnds(
  source: DateSource,
  dataset: Dataset,
  context: RecordContext,
  ends: readonly DateEnd[],
): Promise<DateEnds> {
  const texts = await Promise.all(ends.map((end) => oneEnd(source, dataset, context, end)));
  const dates = new Map(
    texts.flatMap((text, index) => (text === null ? [] : [[ends[index]?.name ?? '', text] as const])),
  );
  return { groups: dates.size === 0 ? [] : [{ x: [], dates }], truncated: false };
}

async function oneEnd(
  { records }: DateSource,
  dataset: Dataset,
  { filter, timezone }: RecordContext,
  { end, field: { name } }: DateEnd,
): Promise<string | null> {
  const isDated = { not: { isNull: name } };
  const where = filter?.where ? { all: [filter.where, isDated] } : isDated;
  const [record] = await records(dataset, {
    filter: { ...filter, where },
    timezone,
    orderBy: [{ field: name, direction: end === 'MIN' ? 'ASC' : 'DESC' }],
    first: 1,
  }).nodes(new Set([name]));
  const value = record?.fields[name];
  return typeof value === 'string' ? value : null;
}

/** The first and last dates of each group: a call for each field that they are of, whichever ends are asked for. */
export async function loadGroupedDateEnds(
  source: DateSource,
  question: GroupedDates,
  ends: readonly DateEnd[],
): Promise<DateEnds> {
  checkGroupedDates(ends, question);
  const byField = [...Map.groupBy(ends, ({ field }) => field)];
  const answers = await Promise.all(byField.map(([field, some]) => endsOf(source, question, field, some)));
  return {
    groups: answers.flatMap(({ groups }) => groups),
    truncated: answers.some(({ truncated }) => truncated),
  };
}

async function endsOf(
  { analyse }: DateSource,
  question: GroupedDates,
  field: Field,
  ends: readonly DateEnd[],
): Promise<DateEnds> {
  const request = datesRequest(field, question);
  const { answer } = await analyse(request);
  return { groups: reduceDates(answer.rows, ends, question, request.axes), truncated: answer.truncated };
}
