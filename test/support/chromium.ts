import type { TestProject } from "vitest/node";
import { debianProgram, isExecutable } from "./debian.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the browser. Empty where there is none: its tests are then skipped, and counted as such. */
    chromium: string;
  }
}

/** Where Debian's package puts it. */
const DEBIAN = "/usr/bin/chromium";

/** Finds Chromium, or installs Debian's. With CI=true a missing one is a failure; elsewhere the tests are skipped, loudly. */
export default async function setup(project: TestProject): Promise<void> {
  try {
    project.provide("chromium", await findOrInstall());
  } catch (error) {
    if (process.env.CI === "true") throw error;
    console.error(`\nBROWSER TESTS ARE SKIPPED. ${(error as Error).message}\n`);
    project.provide("chromium", "");
  }
}

async function findOrInstall(): Promise<string> {
  const path = process.env.CHROMIUM ?? DEBIAN;
  if (await isExecutable(path)) return path;
  if (process.env.CHROMIUM) throw new Error(`CHROMIUM is ${path}, which cannot be run.`);
  await debianProgram(path, "chromium", "install Chromium, or set CHROMIUM to its path");
  return path;
}
