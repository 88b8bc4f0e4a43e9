import { clearLine, cursorTo } from "node:readline";
import { styleText } from "node:util";
import type { Io, Output } from "./io.js";

/** Tells a person at a terminal what is going on. Writes to stderr, and nothing where stderr is not a terminal. */
export interface Progress {
  /** Replaces the line that says what is being done now. */
  update(text: string): void;
}

export const SILENT: Progress = { update() {} };

/**
 * Runs `work` under a progress line titled `title`, which ends with the time taken, or as a failure if it throws. It
 * listens to no signal and reads no key, so that Ctrl-C ends the process as ever.
 */
export async function withProgress<T>(
  title: string,
  work: (progress: Progress) => Promise<T>,
  { stderr, env }: Pick<Io, "stderr" | "env"> = process,
): Promise<T> {
  // A pseudo-terminal may have no width, and a dumb one takes no line back.
  if (!stderr.isTTY || !stderr.columns || env.TERM === "dumb") return work(SILENT);
  const started = performance.now();
  const end = (mark: string, colour: "green" | "red", text: string) => {
    show(stderr, ` ${text}`, env.NO_COLOR ? mark : styleText(colour, mark, { validateStream: false }));
    stderr.write("\n");
  };
  show(stderr, title);
  try {
    const result = await work({ update: (text) => show(stderr, `${title}: ${text}`) });
    end("✔", "green", `${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    end("✖", "red", title);
    throw error;
  }
}

/** In place of what the line said before, and never longer than it: what wraps could not be taken back. */
function show(stream: Output, text: string, mark = ""): void {
  cursorTo(stream, 0);
  stream.write(mark + text.slice(0, (stream.columns ?? 0) - 2));
  clearLine(stream, 1);
}
