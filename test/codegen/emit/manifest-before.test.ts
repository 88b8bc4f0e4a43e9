import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { plan } from "../../../codegen/plan/plan.js";
import { sorted } from "../../../src/odoo/schema/snapshot.js";
import { committedConfig, committedSchema } from "../../support/fixtures.js";

// The committed snapshot and config give the manifest that they gave before an operation was declared once, but for what
// that changed on purpose. Whoever changes what tools list changes this hash, and says so in the changelog.

const BEFORE = "a87c856ae30aea0e17109d044b90464a00bbb04e1d293efe032d19f0f0687a55";

type Schema = { properties: Record<string, Record<string, unknown>> };

it("lists what was listed before, but for the fields shown, limits that are told and what a change answers", () => {
  const now = JSON.parse(JSON.stringify(manifest(plan(committedSchema(), committedConfig()))));
  // Which fields are shown is decided anew, by what forms demand (plan/curate.test.ts, plan/rows.test.ts).
  for (const model of Object.values(now.models as Record<string, { readFields?: unknown }>)) delete model.readFields;
  for (const { tool } of now.tools as { tool: { inputSchema: Schema; outputSchema: Schema } }[]) {
    const { fields, group_by, measures } = tool.inputSchema.properties;
    delete tool.inputSchema.properties.values;
    // Limits that are checked are listed now.
    delete fields?.minItems;
    delete group_by?.maxItems;
    delete measures?.maxItems;
    // Records that did not keep a value are told one by one; what Odoo's screen would say is told.
    const answers = tool.outputSchema.properties;
    if (answers.not_kept) answers.not_kept = { type: "object", description: "Values that Odoo changed." };
    delete answers.message;
    // What Odoo's form warns of is told, and that a key was repeated.
    delete answers.warnings;
    delete answers.repeated;
  }
  expect(
    createHash("sha256")
      .update(JSON.stringify(sorted(now)))
      .digest("hex"),
  ).toBe(BEFORE);
});
