import { describe, inject } from "vitest";
import type { Series } from "../sandbox/recipes.js";
import type { LiveOdoo } from "./setup.js";

/** A suite for the Odoo of the project that runs it, so that there is one for 14 and one for 19. Skipped without a sandbox. */
export function describeEachOdoo(name: string, suite: (odoo: LiveOdoo) => void): void {
  const odoo = inject("odoo");
  if (odoo) describe(`${name}, Odoo ${odoo.series}`, () => suite(odoo));
  else describe.skip(`${name} (no sandbox)`, () => suite({ series: inject("series"), admin: {}, demo: {} }));
}

/** The same in a file that only the project of this Odoo runs. */
export function describeOdoo(series: Series, name: string, suite: (odoo: LiveOdoo) => void): void {
  if (inject("series") !== series) throw new Error(`Not a test of live-${series} alone: see vitest.config.ts.`);
  describeEachOdoo(name, suite);
}
