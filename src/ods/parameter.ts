/** A request parameter; a repeated name is a list. */
export type Parameter = [name: string, value: string];
