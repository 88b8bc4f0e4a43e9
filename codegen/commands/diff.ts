import { compareSides, LEVELS, type Level } from "../compare/difference.js";
import { asMarkdown, asText } from "../compare/difference-text.js";
import { readSide } from "../compare/sources.js";
import type { Paths } from "../disk/paths.js";
import type { Io } from "../terminal/io.js";

export interface DiffOptions extends Paths {
  /** A file or a Git ref; HEAD if left out. */
  from?: string;
  /** A file or a Git ref; the working folder if left out. */
  to?: string;
  markdown?: boolean;
  /** The mildest level that counts as a failure. */
  failOn?: Exclude<Level, "safe">;
}

/** What changed from one snapshot to another, as text, and whether something as grave as `failOn` did. */
export async function diffCommand(options: DiffOptions, io: Io): Promise<{ text: string; failed: boolean }> {
  const { from = "HEAD", to, markdown, failOn } = options;
  const difference = compareSides(await readSide(from, options, io), await readSide(to, options, io));
  const grave: readonly Level[] = failOn ? LEVELS.slice(0, LEVELS.indexOf(failOn) + 1) : [];
  return {
    text: markdown ? asMarkdown(difference) : asText(difference),
    failed: difference.changes.some(({ level }) => grave.includes(level)),
  };
}
