/** The words for a setting in the help and in errors. */
export interface Setting {
  /** The valid values: they end the sentence "must be …". */
  expects: string;
  /** The default in words; none if the setting is simply not set. */
  default?: string;
  description: string;
  /** True if an error must not repeat the value. */
  secret?: true;
}
