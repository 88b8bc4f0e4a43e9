import { beforeAll, describe, inject, it } from "vitest";
import type { Series } from "../sandbox/recipes.js";
import { dataInOrder, dataOfTheFirstStart } from "./data.js";
import type { LiveOdoo, SandboxOdoo } from "./setup.js";

/**
 * A suite for the Odoo of the project that runs it, so that there is one for 14 and one for 19, or for that of TEST_ODOO:
 * there it leaves nothing behind. Skipped without a sandbox.
 */
export function describeEachOdoo(name: string, suite: (odoo: LiveOdoo) => void, data = dataInOrder): void {
  const odoo = inject("odoo");
  const series = inject("series");
  if (odoo) {
    describe(`${name}, Odoo ${odoo.series}`, () => {
      if (series !== "own") beforeAll(() => data(series));
      suite(odoo);
    });
  } else describe.skip(`${name} (no sandbox)`, () => suite({ series, admin: {}, demo: {} }));
}

/**
 * A suite that an Odoo of one's own is spared, or cannot pass: `why`, after "needs the sandbox, for it". `data`: what it does
 * about what suites before it left.
 */
export function describeSandbox(
  why: string,
  name: string,
  suite: (odoo: SandboxOdoo) => void,
  data = dataInOrder,
): void {
  const series = inject("series");
  if (series === "own") {
    describe.skip(`${name} (needs the sandbox, for it ${why})`, () => suite({ series: "19", admin: {}, demo: {} }));
  } else describeEachOdoo(name, ({ admin, demo = {} }) => suite({ series, admin, demo }), data);
}

/** A suite that begins with the sandbox's data of the first start, and leaves them in disorder. */
export function describeDisorder(why: string, name: string, suite: (odoo: SandboxOdoo) => void): void {
  describeSandbox(why, name, suite, dataOfTheFirstStart);
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

/** The wire of a user who names none. */
export const ownWireOf = (odoo: LiveOdoo): string => (wiresOf(odoo).includes("json2") ? "json2" : "jsonrpc");

/** As `it`, where `runs`. */
export const itIf =
  (runs: boolean) =>
  (name: string, test: () => Promise<void>): void => {
    if (runs) it(name, test);
  };
