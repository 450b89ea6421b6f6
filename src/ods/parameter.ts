/**
 * A request parameter; a repeated name is a list. `encoded` is the value as a form has it, if that is known: whoever puts a long
 * value together of texts that a form writes as they are makes both at once, in a third of the time.
 */
export type Parameter = [name: string, value: string, encoded?: string];
