import type { Analysis as AnalysisSource } from '../loading/analysis.ts';
import type { AnalysisPoint as AnalysisPointSource } from '../loading/analysis-point.ts';
import { labelOf } from '../loading/axis-value.ts';
import { annotate, annotateType, CALL_WEIGHT } from './annotations.ts';
import { builder } from './builder.ts';
import { computed, keyOf } from './cost.ts';
import { Dataset } from './dataset.ts';
import { RecordFilter } from './filter.ts';
import { OrderBy } from './order-by.ts';
import { checkSelectedSeries, SeriesInput } from './series.ts';

const DatePrecision = builder.enumType('DatePrecision', {
  description: 'How fine a date axis is (`precision`); not finer than the field itself.',
  values: {
    YEAR: { description: 'A point per year: `{ year }`.' },
    MONTH: { description: 'A point per month: `{ year, month }`, January is 1.' },
    WEEK: { description: 'A point per week, from Monday.' },
    DAY: { description: 'A point per day: `{ year, month, day }`. The default.' },
    HOUR: { description: 'A point per hour of a datetime.' },
    MINUTE: { description: 'A point per minute of a datetime.' },
  },
});

const DatePeriod = builder.enumType('DatePeriod', {
  description: 'The level at which dates fold over one another (`periodic`): all Mondays are one point.',
  values: {
    YEAR: { description: 'They do not fold: years follow each other. The default.' },
    MONTH: { description: 'Within the month: with DAY precision, the days 1 to 31 of all months.' },
    WEEK: { description: 'Within the week.' },
    WEEKDAY: {
      description: 'By the day of the week: `{ weekday }`, 0 is Monday. The precision does not count.',
    },
    DAY: { description: 'Within the day: with HOUR precision, the hours 0 to 23 of all days.' },
    HOUR: { description: 'Within the hour: with MINUTE precision, the minutes 0 to 59 of all hours.' },
    MINUTE: { description: 'Within the minute.' },
  },
});

const AxisInput = builder.inputType('AxisInput', {
  description:
    'What to group records by (`x`): a facet, a number or a date. Records without a value form no point.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a facet, numeric or date field.' }),
    precision: t.field({
      type: DatePrecision,
      description: 'Of a date only. The same for all axes of an analysis.',
    }),
    periodic: t.field({
      type: DatePeriod,
      description: 'Of a date only. The same for all axes of an analysis.',
    }),
  }),
});

const AnalysisPoint = builder.objectRef<AnalysisPointSource>('AnalysisPoint').implement({
  description: 'One group of records.',
  fields: (t) => ({
    x: t.field({
      type: ['JSON'],
      description: 'One per axis: text or number as they are; a date as its parts `{ year, month, … }`.',
      resolve: ({ x }) => x,
    }),
    label: t.string({
      description:
        'The first axis as text, ready for a chart: `FR`, `2021-03`, `Monday`. Empty without an axis.',
      resolve: ({ x }) => labelOf(x[0]),
    }),
    values: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description: 'In the order of the series asked for; null, not 0, where there is none.',
      resolve: ({ values }) => values,
    }),
    value: t.float({
      nullable: true,
      description: 'The value of one series; null where there is none.',
      args: { series: t.arg.string({ required: true, description: 'Name of a series asked for.' }) },
      resolve: ({ names, values }, { series }) => values[names.indexOf(series)] ?? null,
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
      description: 'The groups, ascending by their axes unless `orderBy` says otherwise.',
      resolve: ({ points }) => points,
    }),
    truncated: t.exposeBoolean('truncated', {
      description: 'The portal cut the answer short (`ODS-Analyze-Truncated`).',
    }),
  }),
});

builder.objectField(Dataset, 'analysis', (t) =>
  t.field({
    type: Analysis,
    extensions: annotate({
      weight: CALL_WEIGHT,
      cost: (use) => {
        const { orderBy, maxPoints, series } = use.args;
        const isCut = maxPoints !== null && maxPoints !== undefined;
        return computed('analysis', use, isCut ? keyOf([orderBy, maxPoints, series]) : 'whole');
      },
    }),
    description:
      'Group records by one or more axes and aggregate series (analysis API). Analyses with the same axes and filter are one upstream call, however many series they ask for.',
    args: {
      x: t.arg({
        type: [AxisInput],
        required: true,
        description: 'The axes; none aggregates all records into one point.',
      }),
      series: t.arg({
        type: [SeriesInput],
        required: true,
        description: 'What to compute for each point; at least one.',
      }),
      filter: t.arg({ type: RecordFilter, description: 'Which records; all where it is left out.' }),
      orderBy: t.arg({
        type: OrderBy,
        description: 'By an axis (its field) or a series (its name); else by the axes, ascending.',
      }),
      maxPoints: t.arg({
        type: 'PositiveInt',
        description: 'Only the first so many, in the order asked, before gaps are filled (`maxpoints`).',
      }),
      fillGaps: t.arg.boolean({
        defaultValue: false,
        description:
          'True adds the buckets of a date axis that have no records: counts are 0 there, other series null, cumulative ones stay.',
      }),
      timezone: t.arg({
        type: 'TimeZone',
        description:
          'IANA time zone in which the days of datetimes begin; UTC where it is left out (`timezone`).',
      }),
    },
    resolve: (dataset, args, { loaders }, info) => {
      checkSelectedSeries(info, 'AnalysisPoint', ['Analysis'], args.series);
      return loaders.analysis(dataset, args);
    },
  }),
);
