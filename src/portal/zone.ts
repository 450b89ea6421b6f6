/** Instants as seen from a time zone: what `timezone=` changes in an answer. Instants are epoch milliseconds. */
import { IANAZone } from 'luxon';

const day = 86_400_000;

export class Zone {
  readonly name: string;
  readonly isUtc: boolean;
  readonly #zone: IANAZone;
  /** The offset of every UTC day without a change of offset, since asking Intl costs microseconds. */
  readonly #offsets = new Map<number, number | null>();

  private constructor(name: string) {
    this.name = name;
    this.isUtc = name === 'UTC';
    this.#zone = IANAZone.create(name);
  }

  /** The zone of that IANA name, null if there is none. */
  static named(name: string): Zone | null {
    return IANAZone.isValidZone(name) ? new Zone(name) : null;
  }

  static readonly utc = new Zone('UTC');

  /** How far local time is ahead of UTC at that instant, in milliseconds. */
  offset(instant: number): number {
    if (this.isUtc) return 0;
    const dayNumber = Math.floor(instant / day);
    let offset = this.#offsets.get(dayNumber);
    if (offset === undefined) {
      const [first, last] = [this.#exactOffset(dayNumber * day), this.#exactOffset((dayNumber + 1) * day)];
      offset = first === last ? first : null;
      this.#offsets.set(dayNumber, offset);
    }
    return offset ?? this.#exactOffset(instant);
  }

  #exactOffset(instant: number): number {
    return Math.round(this.#zone.offset(instant) * 60_000);
  }

  /** The instant as ISO 8601 with the zone's offset, and milliseconds where there are any. */
  format(instant: number): string {
    const offset = this.offset(instant);
    const iso = new Date(instant + offset).toISOString();
    const digits = iso.endsWith('.000Z') ? iso.slice(0, -5) : iso.slice(0, -1);
    const minutes = Math.round(Math.abs(offset) / 60_000);
    const hh = String(Math.floor(minutes / 60)).padStart(2, '0');
    const mm = String(minutes % 60).padStart(2, '0');
    return `${digits}${offset < 0 ? '-' : '+'}${hh}:${mm}`;
  }

  /** The local day of an instant as `YYYY/MM/DD`, the path of a date facet. */
  dayPath(instant: number): string {
    const iso = new Date(instant + this.offset(instant)).toISOString();
    return iso.slice(0, iso.indexOf('T')).replace(/(?!^)-/g, '/');
  }

  /** The instant at which a local day begins; month and day may overflow, as Date has it. */
  startOf(year: number, month: number, dayOfMonth: number): number {
    // Unlike Date.UTC, this takes the years before 100 as they are.
    const local = new Date(0).setUTCFullYear(year, month - 1, dayOfMonth);
    // The offset at the answer is what counts, so the first guess is corrected once.
    const guess = local - this.offset(local);
    return local - this.offset(guess);
  }
}
