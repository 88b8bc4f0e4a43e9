import { dirname } from "node:path";
import { Readable, Writable } from "node:stream";
import { vi } from "vitest";
import { run } from "../../src/command-line.js";
import { CANARY } from "./canary.js";
import { recordRun } from "./search.mjs";

/** What came of a command line. */
export interface Run {
  exit: number;
  stdout: string;
  stderr: string;
}

/** Where a command line runs. */
export interface Surroundings {
  /** The working folder, and the home where `env` names no other. */
  folder: string;
  env?: Readonly<Record<string, string>>;
  /** What stdin holds. */
  input?: string;
  /** Where the canary writes. */
  records?: string;
}

/**
 * Runs a command line in this process, under the canary's eyes: one at a time, for a process has one working folder. What
 * is printed past `io`, by `console`, is of stderr.
 */
export async function runHere(
  args: readonly string[],
  { folder, env: given, input = "", records = CANARY }: Surroundings,
): Promise<Run> {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CEILING_DIRECTORIES: dirname(folder), ...given };
  const stdout = collecting();
  const stderr = collecting();
  const strays = (["log", "error", "warn"] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((...texts: unknown[]) => {
      stderr.write(`${texts.join(" ")}\n`);
    }),
  );
  const before = process.cwd();
  const { cwd, chdir } = process;
  chdir(folder);
  try {
    const exit = await run(args, { stdin: Readable.from([input]), stdout, stderr, env, cwd, chdir });
    return { exit, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    recordRun(records, { args, printed: stdout.text() + stderr.text(), folder: process.cwd(), env, home: env.HOME });
    chdir(before);
    for (const spy of strays) spy.mockRestore();
  }
}

/** A run as `execa` tells it: without the end of the last line. */
export const asExeca = ({ exit, stdout, stderr }: Run) => ({
  exitCode: exit,
  stdout: stdout.replace(/\n$/, ""),
  stderr: stderr.replace(/\n$/, ""),
});

/** A stream that is no terminal, and what was written to it. */
function collecting(): Writable & { text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString() });
}
