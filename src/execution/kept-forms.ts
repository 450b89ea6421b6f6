/** Other forms of a text that is kept, such as compressed ones. */

type Form = Uint8Array<ArrayBuffer>;

/** Each form is made once, even if many want it at a time, and is kept as long as the text. */
export class KeptForms {
  readonly #forms = new Map<string, Promise<Form | null>>();
  readonly #makeRoom: (bytes: number) => boolean;

  /** `makeRoom` counts the bytes of a form that was made; false if they are too many, and the form is not kept. */
  constructor(makeRoom: (bytes: number) => boolean) {
    this.#makeRoom = makeRoom;
  }

  /** The form of this name. If it is not kept, `make` makes it; null if that cannot be now. */
  of(name: string, make: () => Promise<Form | null>): Promise<Form | null> {
    const known = this.#forms.get(name);
    if (known) return known;
    const form = make();
    this.#forms.set(name, form);
    const forget = () => void this.#forms.delete(name);
    form.then((bytes) => (bytes && this.#makeRoom(bytes.length)) || forget(), forget);
    return form;
  }
}
