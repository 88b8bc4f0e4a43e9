import { afterAll, beforeAll, describe, inject } from "vitest";
import { box, lock } from "../sandbox/host.js";
import type { Series } from "../sandbox/recipes.js";
import type { LiveOdoo } from "./setup.js";

/** One suite for each real Odoo, 14 and 19. Without a sandbox it is one skipped suite, so that it shows in the count. */
export function describeEachOdoo(name: string, suite: (odoo: LiveOdoo) => void): void {
  const odoos = inject("odoos");
  if (odoos.length === 0) describeOdoo("19", name, suite);
  else for (const { series } of odoos) describeOdoo(series, name, suite);
}

/** More than a whole run takes. */
const LONGEST_WAIT_MS = 30 * 60_000;

/** A suite for one real Odoo, skipped without a sandbox. Suites of other files wait for that Odoo until it has ended. */
export function describeOdoo(series: Series, name: string, suite: (odoo: LiveOdoo) => void): void {
  const odoo = inject("odoos").find((each) => each.series === series);
  if (!odoo) {
    describe.skip(`${name} (no sandbox)`, () => suite({ series, admin: {}, demo: {} }));
    return;
  }
  describe(`${name}, Odoo ${series}`, () => {
    let release = () => {};
    beforeAll(async () => {
      release = await lock(box(series), "tests.lock");
    }, LONGEST_WAIT_MS);
    afterAll(() => release());
    suite(odoo);
  });
}
