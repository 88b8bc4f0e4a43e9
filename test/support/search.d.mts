/** A run of a command line, when it has ended and its files are still there. */
export interface EndedRun {
  args: readonly string[];
  /** All that it printed. */
  printed: string;
  /** Where it worked. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
}
export function recordRun(records: string, run: EndedRun): void;
