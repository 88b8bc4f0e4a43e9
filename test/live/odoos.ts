import { describe, inject } from "vitest";
import type { Series } from "../sandbox/recipes.js";
import type { LiveOdoo, SandboxOdoo } from "./setup.js";

/**
 * A suite for the Odoo of the project that runs it, so that there is one for 14 and one for 19, or for that of TEST_ODOO:
 * there it leaves nothing behind. Skipped without a sandbox.
 */
export function describeEachOdoo(name: string, suite: (odoo: LiveOdoo) => void): void {
  const odoo = inject("odoo");
  if (odoo) describe(`${name}, Odoo ${odoo.series}`, () => suite(odoo));
  else describe.skip(`${name} (no sandbox)`, () => suite({ series: inject("series"), admin: {}, demo: {} }));
}

/** A suite that an Odoo of one's own is spared, or cannot pass: `why`, after "needs the sandbox, for it". */
export function describeSandbox(why: string, name: string, suite: (odoo: SandboxOdoo) => void): void {
  const series = inject("series");
  if (series === "own") {
    describe.skip(`${name} (needs the sandbox, for it ${why})`, () => suite({ series: "19", admin: {}, demo: {} }));
  } else describeEachOdoo(name, ({ admin, demo = {} }) => suite({ series, admin, demo }));
}

/** The same in a file that only the project of this Odoo runs. */
export function describeOdoo(series: Series, name: string, suite: (odoo: SandboxOdoo) => void): void {
  const own = inject("series");
  if (own !== series && own !== "own") throw new Error(`Not a test of live-${series} alone: see vitest.config.ts.`);
  describeSandbox(`is about Odoo ${series} alone`, name, suite);
}

/** Every wire that an Odoo has: JSON-2 from 19 on, with an API key. */
export const wiresOf = ({ series, admin }: LiveOdoo): string[] =>
  Number(series) < 19 || admin.ODOO_API_KEY === "" ? ["jsonrpc", "xmlrpc"] : ["jsonrpc", "xmlrpc", "json2"];
