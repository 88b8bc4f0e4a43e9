/** What a command tells: what it did, and what is to be used, such as a configuration to paste. */
export interface Report {
  /** Sentences, for stderr. */
  done: readonly string[];
  /** For stdout; empty where there is nothing. */
  text: string;
}
