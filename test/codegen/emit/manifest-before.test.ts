import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { plan } from "../../../codegen/plan/plan.js";
import { sorted } from "../../../src/odoo/schema/snapshot.js";
import { committedConfig, committedSchema } from "../../support/fixtures.js";

// The committed snapshot and config give the manifest that they gave before an operation was declared once, but for what
// that changed on purpose. Whoever changes what tools list changes this hash, and says so in the changelog.

const BEFORE = "b111b280040f748c9db15efb610548d9f20d7a6ddfad1b13a4ac4cf2e73696cd";

type Schema = { properties: Record<string, Record<string, unknown>> };

it("lists what was listed before, but for the fields shown and what a change answers", () => {
  const now = JSON.parse(JSON.stringify(manifest(plan(committedSchema(), committedConfig()))));
  // Which models people reach by menus is told.
  delete now.reached;
  // Which fields are shown is decided anew, by what forms demand (plan/curate.test.ts, plan/rows.test.ts).
  for (const model of Object.values(now.models as Record<string, { readFields?: unknown }>)) delete model.readFields;
  for (const { tool } of now.tools as { tool: { inputSchema: Schema; outputSchema: Schema } }[]) {
    delete tool.inputSchema.properties.values;
    // Records that did not keep a value are told one by one; what Odoo's screen would say is told.
    const answers = tool.outputSchema.properties;
    if (answers.not_kept) answers.not_kept = { type: "object", description: "Values that Odoo changed." };
    delete answers.message;
    // What Odoo's form warns of is told, and that a key was repeated.
    delete answers.warnings;
    delete answers.repeated;
    // Where the record is shown is told.
    delete answers.link;
  }
  expect(
    createHash("sha256")
      .update(JSON.stringify(sorted(now)))
      .digest("hex"),
  ).toBe(BEFORE);
});
