/** Numbers as Prometheus reads them, by a parser of its format. */
import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const families = z.array(
  z.object({
    name: z.string(),
    help: z.string(),
    type: z.enum(['COUNTER', 'GAUGE', 'HISTOGRAM', 'SUMMARY', 'UNTYPED']),
    metrics: z.array(
      z.object({
        value: z.string().optional(),
        count: z.string().optional(),
        sum: z.string().optional(),
        buckets: labels.optional(),
        labels: labels.optional(),
      }),
    ),
  }),
);

export type Families = Map<string, z.infer<typeof families>[number]>;

/** The families of a text by their names; throws if it has a line that is none of the format. */
export async function parseMetrics(text: string): Promise<Families> {
  const { default: parse } = await import('parse-prometheus-text-format');
  return new Map(families.parse(parse(text)).map((family) => [family.name, family]));
}

/** The value of the one series with these labels; undefined if there is none. */
export function sampleOf(
  all: Families,
  name: string,
  wanted: Record<string, string> = {},
): number | undefined {
  const found = all
    .get(name)
    ?.metrics.filter(({ labels = {} }) =>
      Object.entries(wanted).every(([key, value]) => labels[key] === value),
    );
  const [one] = found ?? [];
  return one === undefined ? undefined : Number(one.value);
}

/** The histogram with this label: the parser takes all series of a histogram for one. */
export async function histogramOf(text: string, name: string, label: string) {
  const lines = text.split('\n').filter((line) => line.startsWith('#') || line.includes(label));
  return (await parseMetrics(`${lines.join('\n')}\n`)).get(name)?.metrics[0];
}
