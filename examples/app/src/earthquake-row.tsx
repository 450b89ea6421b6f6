/** One earthquake. The fragment says what the row needs, and its type is made from that. */
import { type DocumentType, graphql } from './graphql/index.ts';
import { numberText, textOf, timeText } from './values.ts';

const EarthquakeRowFragment = graphql(`
  fragment EarthquakeRow on Record {
    time: value(field: "time")
    place: value(field: "place")
    magnitude: value(field: "mag")
    depth: value(field: "depth")
  }
`);

interface EarthquakeRowProps {
  earthquake: DocumentType<typeof EarthquakeRowFragment>;
}

export function EarthquakeRow({ earthquake: { time, place, magnitude, depth } }: EarthquakeRowProps) {
  return (
    <tr>
      <td>{timeText(time)}</td>
      <td>{textOf(place)}</td>
      <td className="number">{numberText(magnitude)}</td>
      <td className="number">{numberText(depth)}</td>
    </tr>
  );
}
