import type { TestProject } from "vitest/node";
import { withProgress } from "../../codegen/terminal/progress.js";
import { SandboxImpossible } from "../sandbox/host.js";
import type { Series } from "../sandbox/recipes.js";
import { environment, reset } from "../sandbox/sandbox.js";

/** The settings of one real Odoo, as an administrator and as an ordinary user. */
export interface LiveOdoo {
  series: Series;
  admin: Record<string, string>;
  demo: Record<string, string>;
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Empty where no sandbox can run: live tests are then skipped, and counted as such. */
    odoos: LiveOdoo[];
  }
}

/** Brings up both sandboxes with the data of the first start. With CI=true a missing sandbox is a failure; elsewhere the tests are skipped, loudly. */
export default async function setup(project: TestProject): Promise<void> {
  try {
    const both = ["14", "19"] as const;
    await withProgress("Odoo 14 and 19", (progress) => Promise.all(both.map((series) => reset(series, progress))));
    const settings = async (series: Series): Promise<LiveOdoo> => {
      return { series, admin: await environment(series), demo: await environment(series, "demo") };
    };
    project.provide("odoos", await Promise.all(both.map(settings)));
  } catch (error) {
    if (!(error instanceof SandboxImpossible) || process.env.CI === "true") throw error;
    console.error(`\nLIVE TESTS ARE SKIPPED. ${error.message}\n`);
    project.provide("odoos", []);
  }
}
