import type { GraphQLResolveInfo } from 'graphql';
import type { Analysis as AnalysisSource } from '../loading/analysis.ts';
import type { AnalysisQuestion } from '../loading/analysis-loader.ts';
import type { AnalysisPoint as AnalysisPointSource } from '../loading/analysis-point.ts';
import { labelOf } from '../loading/axis-value.ts';
import { annotate, annotateType, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import { computed, dateEnds, keyOf } from './cost.ts';
import { Dataset } from './dataset.ts';
import { RecordFilter } from './filter.ts';
import { OrderBy } from './order-by.ts';
import { type Selections, selectionsOn } from './selection.ts';
import { checkSelectedSeries, SeriesInput } from './series.ts';

const DatePrecision = builder.enumType('DatePrecision', {
  description: 'How fine a date axis is (`precision`). It cannot be finer than the field itself.',
  values: {
    YEAR: { description: 'A point per year: `{ year }`.' },
    MONTH: { description: 'A point per month: `{ year, month }`. January is 1.' },
    WEEK: { description: 'A point per week, from Monday.' },
    DAY: { description: 'A point per day: `{ year, month, day }`. The default.' },
    HOUR: { description: 'A point per hour of a datetime.' },
    MINUTE: { description: 'A point per minute of a datetime.' },
  },
});

const DatePeriod = builder.enumType('DatePeriod', {
  description:
    'Which dates are one point: those at the same place of a period that repeats (`periodic`). With WEEKDAY, for example, all Mondays are one point.',
  values: {
    YEAR: {
      description:
        'No period repeats: each year, month or day is a point of its own, as the precision says. The default.',
    },
    MONTH_OF_YEAR: {
      description:
        'By the month of the year: `{ month }`, at most 12 points over all years. It goes without a precision (`x=<field>.month`).',
    },
    MONTH: {
      description:
        'By the day of the month: with DAY precision, a point for each of the days 1 to 31, over all months.',
    },
    WEEK: { description: 'By the day and the time within the week.' },
    WEEKDAY: {
      description: 'By the day of the week: `{ weekday }`. Monday is 0. The precision has no effect.',
    },
    DAY: {
      description:
        'By the time of the day: with HOUR precision, a point for each of the hours 0 to 23, over all days.',
    },
    HOUR: {
      description:
        'By the time within the hour: with MINUTE precision, a point for each of the minutes 0 to 59, over all hours.',
    },
    MINUTE: { description: 'By the time within the minute.' },
  },
});

const AxisInput = builder.inputType('AxisInput', {
  description:
    'What to group records by (`x`): a facet, a number or a date. Records without a value are left out.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a facet, numeric or date field.' }),
    precision: t.field({
      type: DatePrecision,
      description:
        'Whether there is a point per year, month, day, hour or minute. It is for date fields only, and must be the same for all axes of an analysis.',
    }),
    periodic: t.field({
      type: DatePeriod,
      description:
        'The period that repeats: dates at the same place of it are one point. It is for date fields only, and must be the same for all axes of an analysis.',
    }),
  }),
});

const HavingInput = builder.inputType('HavingInput', {
  description: 'What the value of a series must be. A series without a value is never what it must be.',
  fields: (t) => ({
    series: t.string({ required: true, description: 'Name of a series that is asked for.' }),
    equals: t.float({ description: 'The value is this one.' }),
    greaterThan: t.float({ description: 'The value is greater.' }),
    atLeast: t.float({ description: 'The value is as great or greater.' }),
    lessThan: t.float({ description: 'The value is less.' }),
    atMost: t.float({ description: 'The value is as great or less.' }),
  }),
});

const AnalysisPoint = builder.objectRef<AnalysisPointSource>('AnalysisPoint').implement({
  description: 'One group of records.',
  fields: (t) => ({
    x: t.field({
      type: ['JSON'],
      description:
        'One value for each axis: a text or a number as it is, a date as its parts `{ year, month, … }`.',
      resolve: ({ x }) => x,
    }),
    label: t.string({
      description:
        'The value of the first axis as text, ready for a chart: `FR`, `2021-03`, `Monday`. It is empty if there is no axis.',
      resolve: ({ x }) => labelOf(x[0]),
    }),
    values: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description:
        'The values of the series, in the order in which the series were asked for. A value is null, not 0, if there is none, and of a series that is a date.',
      resolve: ({ values }) => values,
    }),
    value: t.float({
      nullable: true,
      description: 'The value of one series; null if there is none.',
      args: { series: t.arg.string({ required: true, description: 'Name of a series asked for.' }) },
      resolve: ({ names, values }, { series }) => values[names.indexOf(series)] ?? null,
    }),
    date: t.string({
      nullable: true,
      description:
        'The value of a series that is the first or the last date: MIN or MAX of a date field. It is written as in a record (an instant in UTC), and null if no record of the group has a date. Portals compute no minimum of dates, so it is found by more calls, which are made only if this is asked for: without an axis a search for each series, which is exact; with axes one analysis for each field, which tells instants to the minute.',
      args: { series: t.arg.string({ required: true, description: 'Name of a series asked for.' }) },
      resolve: ({ names, dates }, { series }) => dates?.[names.indexOf(series)] ?? null,
    }),
  }),
});

const Analysis = builder.objectRef<AnalysisSource>('Analysis').implement({
  description: 'Records grouped by one or more axes, with series aggregated over each group (analysis API).',
  extensions: annotateType({ freshness: 'analysis' }),
  fields: (t) => ({
    points: t.field({
      type: [AnalysisPoint],
      extensions: annotate({ listSize: 100 }),
      description: 'The groups, in ascending order of their axes unless `orderBy` says otherwise.',
      resolve: ({ points }) => points,
    }),
    distinct: t.exposeInt('distinct', {
      description:
        'How many groups there are, whatever `first` shows of them: for one axis the number of its distinct values. Groups that `having` leaves out do not count.',
    }),
    truncated: t.exposeBoolean('truncated', {
      description:
        "True if a limit of the portal's own cut the answer short (`ODS-Analyze-Truncated`), so that points are missing that were asked for. `first` does not make it true.",
    }),
  }),
});

builder.objectField(Dataset, 'analysis', (t) =>
  t.field({
    type: Analysis,
    nullable: true,
    extensions: annotate({
      weight: CALL_WEIGHT,
      cost: (use) => {
        const { orderBy, first, series, having, firstPerGroup } = use.args;
        const isChosenHere = Boolean(having) || isGiven(firstPerGroup) || use.selects('distinct');
        const isCut = isGiven(first) && !isChosenHere;
        const { charges } = computed('analysis', use, isCut ? keyOf([orderBy, first, series]) : 'whole');
        return { charges: [...charges, ...(use.selects('points.date') ? dateEnds(use) : [])] };
      },
    }),
    description:
      'Group records by one or more axes and aggregate series (analysis API). Analyses with the same axes and filter are one upstream call, however many series they ask for.',
    args: {
      x: t.arg({
        type: [AxisInput],
        required: true,
        description: 'The axes. An empty list puts all records into one point.',
      }),
      series: t.arg({
        type: [SeriesInput],
        required: true,
        description: 'What to compute for each point; at least one.',
      }),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all records if it is left out.' }),
      orderBy: t.arg({
        type: OrderBy,
        description:
          'What to sort the points by: an axis (the name of its field) or a series (its name). If it is left out, they are in ascending order of the axes.',
      }),
      first: t.arg.int({
        description:
          'How many points, 0 or more: the first ones in the order asked for, counted before gaps are filled (`maxpoints`). All of them if it is left out.',
      }),
      having: t.arg({
        type: [HavingInput],
        description:
          'Which groups to show, by the values of their series; all of these must hold. They are chosen here, from all groups.',
      }),
      firstPerGroup: t.arg.int({
        description:
          'For two or more axes: how many points, 0 or more, for each value of the first axis: the first ones in the order asked for. They are chosen here, from all groups.',
      }),
      fillGaps: t.arg.boolean({
        defaultValue: false,
        description:
          'If true, the points of a date axis that have no records are added: there a count is 0, a cumulative series keeps its last value, and any other series is null.',
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description:
          'IANA time zone in which the days of datetimes begin (`timezone`); UTC if it is left out.',
      }),
    },
    resolve: (dataset, args, { loaders }, info) => loaders.analysis(dataset, questionOf(args, info)),
  }),
);

interface Question {
  points: Selections;
  own: Selections;
  question: AnalysisQuestion;
}

/** By the arguments: with the same variables, the same come again, and what follows from a question is kept with it. */
const questions = new WeakMap<AnalysisQuestion, Question>();

/** The question of these arguments, with what is read of its answer. */
function questionOf(args: AnalysisQuestion, info: GraphQLResolveInfo): AnalysisQuestion {
  const points = selectionsOn(info, 'AnalysisPoint', ['Analysis']);
  const own = selectionsOn(info, 'Analysis', []);
  const known = questions.get(args);
  if (known?.points === points && known.own === own) return known.question;
  const reads = checkSelectedSeries(info, 'AnalysisPoint', ['Analysis'], args.series);
  const question = { ...args, isCounted: own.some(({ name }) => name === 'distinct'), reads };
  questions.set(args, { points, own, question });
  return question;
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;
