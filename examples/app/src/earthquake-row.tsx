/** One earthquake. The fragment says what the row needs, and its type is made from that. */
import { type DocumentType, graphql } from './graphql/index.ts';
import { numberText, timeText } from './values.ts';

const EarthquakeRowFragment = graphql(`
  fragment EarthquakeRow on Earthquake {
    time
    place
    magnitude
    depth
  }
`);

interface EarthquakeRowProps {
  earthquake: DocumentType<typeof EarthquakeRowFragment>;
}

export function EarthquakeRow({ earthquake: { time, place, magnitude, depth } }: EarthquakeRowProps) {
  return (
    <tr>
      <td>{timeText(time)}</td>
      <td>{place}</td>
      <td className="number">{numberText(magnitude)}</td>
      <td className="number">{numberText(depth)}</td>
    </tr>
  );
}
