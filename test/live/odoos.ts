import { describe, inject } from "vitest";
import type { LiveOdoo } from "./setup.js";

/** One suite for each real Odoo, 14 and 19. Without a sandbox it is one skipped suite, so that it shows in the count. */
export function describeEachOdoo(name: string, suite: (odoo: LiveOdoo) => void): void {
  const odoos = inject("odoos");
  if (odoos.length === 0) {
    describe.skip(`${name} (no sandbox)`, () => suite({ series: "19", admin: {}, demo: {} }));
    return;
  }
  for (const odoo of odoos) describe(`${name}, Odoo ${odoo.series}`, () => suite(odoo));
}
