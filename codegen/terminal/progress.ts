import ora from "ora";

/** Tells a person at a terminal what is going on. Writes to stderr, and nothing where stderr is not a terminal. */
export interface Progress {
  /** Replaces the line that says what is being done now. */
  update(text: string): void;
}

export const SILENT: Progress = { update() {} };

/** Runs `work` under a progress line titled `title`, which ends with the time taken, or as a failure if it throws. */
export async function withProgress<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  // A pseudo-terminal may have no width, which ora would clear lines for without end.
  if (!process.stderr.isTTY || !process.stderr.columns) return work(SILENT);
  const started = performance.now();
  const spinner = ora({ text: title, stream: process.stderr, discardStdin: false }).start();
  try {
    const result = await work({
      update(text) {
        spinner.text = `${title}: ${text}`;
      },
    });
    spinner.succeed(`${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    spinner.fail(title);
    throw error;
  }
}
