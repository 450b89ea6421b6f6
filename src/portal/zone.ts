/** Instants in a time zone, as `timezone=` asks for them. An instant is a number of milliseconds since 1970. */
import { IANAZone } from 'luxon';

const day = 86_400_000;

export class Zone {
  readonly name: string;
  readonly isUtc: boolean;
  readonly #zone: IANAZone;
  /** The offset of each UTC day, null if it changes within the day. Intl is slow to ask. */
  readonly #offsets = new Map<number, number | null>();

  private constructor(name: string) {
    this.name = name;
    this.isUtc = name === 'UTC';
    this.#zone = IANAZone.create(name);
  }

  /** The zone of that IANA name; null if there is none. */
  static named(name: string): Zone | null {
    return IANAZone.isValidZone(name) ? new Zone(name) : null;
  }

  static readonly utc = new Zone('UTC');

  /** Milliseconds that local time is ahead of UTC at that instant. */
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

  /** The instant as ISO 8601 with the zone's offset. Milliseconds are written only if they are not 0. */
  format(instant: number): string {
    const offset = this.offset(instant);
    const iso = new Date(instant + offset).toISOString();
    const digits = iso.endsWith('.000Z') ? iso.slice(0, -5) : iso.slice(0, -1);
    const minutes = Math.round(Math.abs(offset) / 60_000);
    const hh = String(Math.floor(minutes / 60)).padStart(2, '0');
    const mm = String(minutes % 60).padStart(2, '0');
    return `${digits}${offset < 0 ? '-' : '+'}${hh}:${mm}`;
  }

  /** The local day of an instant as the path of a date facet, `YYYY/MM/DD`. */
  dayPath(instant: number): string {
    const iso = new Date(instant + this.offset(instant)).toISOString();
    return iso.slice(0, iso.indexOf('T')).replace(/(?!^)-/g, '/');
  }

  /** The instant at which a local day begins. Month and day may overflow, as with Date. */
  startOf(year: number, month: number, dayOfMonth: number): number {
    // Date.UTC would read the years before 100 as those of the 20th century.
    const local = new Date(0).setUTCFullYear(year, month - 1, dayOfMonth);
    // The offset at the result counts, so the first guess is corrected once.
    const guess = local - this.offset(local);
    return local - this.offset(guess);
  }
}
