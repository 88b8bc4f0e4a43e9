import { execa } from "execa";
import { onceARun } from "./once.js";

/** Builds dist/, which tests of the command line and of stdio run, so that they never test an old build. */
export default async function setup(): Promise<void> {
  await onceARun("build", () => execa("npm", ["run", "--silent", "build"]));
}
