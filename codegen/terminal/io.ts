import type { Readable, Writable } from "node:stream";
import type { Environment } from "../../src/odoo/connection/settings.js";

/** A stream that may be a terminal, and may know how wide that is. */
export type Output = Writable & { isTTY?: boolean | undefined; columns?: number | undefined };

/**
 * What a command reads and prints by: parts of a process, so that `process` itself is one. Files of relative names are
 * those of the process's working folder, whatever `cwd` answers.
 */
export interface Io {
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Output;
  stderr: Output;
  env: Environment;
  cwd(): string;
  /** Throws where it is no folder, or not the user's to enter. */
  chdir(folder: string): void;
}
