import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { plan } from "../../../codegen/plan/plan.js";
import { sorted } from "../../../src/odoo/schema/snapshot.js";
import { committedConfig, committedSchema } from "../../support/fixtures.js";

// The committed snapshot and config give the manifest that they gave before an operation was declared once, but for what
// that changed on purpose. Whoever changes what tools list changes this hash, and says so in the changelog.

const BEFORE = "42aa7e56f47dd26439a51118f13e5daa59d1d87effd7ccbb509dd13af6558dc8";

type Schema = { properties: Record<string, Record<string, unknown>> };

it("lists what was listed before, but for the fields shown and what comes back", () => {
  const now = JSON.parse(JSON.stringify(manifest(plan(committedSchema(), committedConfig()))));
  // Which models people reach by menus is told.
  delete now.reached;
  // Which fields are shown is decided anew, by what forms demand (plan/curate.test.ts, plan/rows.test.ts).
  for (const model of Object.values(now.models as Record<string, { readFields?: unknown }>)) delete model.readFields;
  for (const { tool } of now.tools as { tool: { inputSchema: Schema; outputSchema?: Schema } }[]) {
    delete tool.inputSchema.properties.values;
    // What comes back is typed by the model's fields (record-json-schema.test.ts).
    delete tool.outputSchema;
  }
  expect(
    createHash("sha256")
      .update(JSON.stringify(sorted(now)))
      .digest("hex"),
  ).toBe(BEFORE);
});
