import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { execa } from "execa";
import type { TestProject } from "vitest/node";

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
  if (process.getuid?.() !== 0 || !(await isExecutable("/usr/bin/apt-get")))
    throw new Error(`There is no ${path}: install Chromium, or set CHROMIUM to its path.`);
  console.error("Installing Debian's chromium for the browser tests, once.");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await execa("apt-get", ["-q", "update"], { env });
  await execa("apt-get", ["-q", "install", "-y", "--no-install-recommends", "chromium"], { env });
  return path;
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
