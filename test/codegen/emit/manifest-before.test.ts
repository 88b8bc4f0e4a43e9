import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { plan } from "../../../codegen/plan/plan.js";
import { sorted } from "../../../src/odoo/schema/snapshot.js";
import { committedConfig, committedSchema } from "../../support/fixtures.js";

// The committed snapshot and config give the manifest that they gave before an operation was declared once, but for what
// that changed on purpose. Whoever changes what tools list changes this hash, and says so in the changelog.

const BEFORE = "c204cb52fe525ee10104fa3ed906f57933945f47043da49dfa9d3412842e311a";

type Schema = { properties: Record<string, Record<string, unknown>> };

/** What a field of HTML takes is told. */
const HTML_NOTE = /(?:,"description":"|; )HTML, or plain text with line breaks(")/g;
const withoutNote = (json: string) =>
  json.replaceAll(HTML_NOTE, (note: string, quote: string) => (note.startsWith(",") ? "" : quote));

it("lists what was listed before, but for limits that are told and what a change answers", () => {
  const now = JSON.parse(withoutNote(JSON.stringify(manifest(plan(committedSchema(), committedConfig())))));
  for (const { tool } of now.tools as { tool: { inputSchema: Schema; outputSchema: Schema } }[]) {
    const { fields, group_by, measures } = tool.inputSchema.properties;
    // Limits that are checked are listed now.
    delete fields?.minItems;
    delete group_by?.maxItems;
    delete measures?.maxItems;
    // Records that did not keep a value are told one by one; what Odoo's screen would say is told.
    const answers = tool.outputSchema.properties;
    if (answers.not_kept) answers.not_kept = { type: "object", description: "Values that Odoo changed." };
    delete answers.message;
    // What Odoo's form warns of is told.
    delete answers.warnings;
  }
  expect(
    createHash("sha256")
      .update(JSON.stringify(sorted(now)))
      .digest("hex"),
  ).toBe(BEFORE);
});
