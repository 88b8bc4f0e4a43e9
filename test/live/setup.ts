import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { withProgress } from "../../codegen/terminal/progress.js";
import { box, debianMirror, lock, SandboxImpossible } from "../sandbox/host.js";
import type { Series } from "../sandbox/recipes.js";
import { environment, reset } from "../sandbox/sandbox.js";
import { ownOdoo } from "../support/own-odoo.js";
import { markData } from "./data.js";

/** The settings of one real Odoo, as an administrator and as an ordinary user. */
export interface LiveOdoo {
  /** Its major version. */
  series: string;
  admin: Record<string, string>;
  /** Absent in an Odoo of one's own. */
  demo?: Record<string, string>;
}

/** What has an ordinary user, and may be left in disorder: it is reset. */
export interface SandboxOdoo extends LiveOdoo {
  series: Series;
  demo: Record<string, string>;
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Which Odoo the project's tests are about: the sandbox's, or that of TEST_ODOO. */
    series: Series | "own";
    /** Null where no sandbox can run: live tests are then skipped, and counted as such. */
    odoo: LiveOdoo | null;
    /** A folder for what the project's files have in common, deleted at the end. */
    shared: string;
  }
}

/**
 * Brings up the project's sandbox with the data of the first start, and keeps other runs from it until the end. With
 * CI=true a missing sandbox is a failure; elsewhere the tests are skipped, loudly. An Odoo of one's own is taken as it is.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { series } = project.getProvidedContext();
  const shared = await mkdtemp(join(tmpdir(), `odoo-typed-mcp-live-${series}-`));
  project.provide("shared", shared);
  const release = series === "own" ? undefined : await take(series);
  await markData(shared, "first");
  if (series === "own") project.provide("odoo", await ownOdoo(process.env.TEST_ODOO ?? ""));
  else project.provide("odoo", release ? await settings(series) : null);
  return async () => {
    release?.();
    await rm(shared, { recursive: true, force: true });
  };
}

/** Answers what gives the sandbox free again; undefined where it cannot run. */
async function take(series: Series): Promise<(() => void) | undefined> {
  let release = () => {};
  try {
    await debianMirror();
    await withProgress(`Odoo ${series}`, async (progress) => {
      progress.update("waiting for other runs of the tests, if any");
      release = await lock(box(series), "tests.lock");
      await reset(series, progress);
    });
    return release;
  } catch (error) {
    release();
    if (!(error instanceof SandboxImpossible) || process.env.CI === "true") throw error;
    console.error(`\nTHE TESTS WITH ODOO ${series} ARE SKIPPED. ${error.message}\n`);
    return undefined;
  }
}

const settings = async (series: Series): Promise<SandboxOdoo> => {
  return { series, admin: await environment(series), demo: await environment(series, "demo") };
};
