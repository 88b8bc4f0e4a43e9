import { describe, expect, it } from "vitest";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import type { Manifest, ManifestTool } from "../../../src/tools/generated/manifest.js";
import { buttonsOf, servedPolicy } from "../../../src/tools/generated/policy.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({ "a.order": {}, "a.line": {} });
const models: Schema["models"] = {
  ...schema.models,
  "a.order": {
    name: "a.order",
    label: "Order",
    fields: {},
    views: { form: [], list: [], search: [], buttons: [{ name: "action_confirm", label: "Confirm" }] },
  },
};
const tool = (model: string, method: string) => ({ model, operation: "act", method }) as unknown as ManifestTool;
const manifest = {
  format: 1,
  series: "19.0",
  models: {},
  tools: [tool("a.order", "action_done"), { ...tool("a.order", "x"), operation: "search" } as ManifestTool],
  policy: { "a.line": { operations: ["read"] } },
} satisfies Manifest;

describe("the buttons of a model", () => {
  it("are those of its form and of its tools, each once", () => {
    const tools = [tool("a.order", "action_confirm"), ...manifest.tools];
    expect(buttonsOf("a.order", { tools }, { models })).toEqual(["action_confirm", "action_done"]);
  });

  it.each(["a.line", "a.unknown", "constructor"])("are none of %s", (model) => {
    expect(buttonsOf(model, manifest, { models })).toEqual([]);
  });
});

describe("the policy of a generated folder", () => {
  const policy = servedPolicy({ manifest, schema: () => ({ ...schema, models }) });

  it("is what the manifest says", () => {
    expect(() => policy.check("a.line", "update")).toThrow('policy["a.line"].operations');
    expect(() => policy.check("a.order", "update")).not.toThrow();
  });

  it("lets the steps of screens and tools be taken, and no others", () => {
    const action = { kind: "dialogue", model: "a.wizard" } as const;
    expect(policy.checkStep("a.order", { name: "action_confirm", action })).toBe("act");
    expect(policy.checkStep("a.order", { name: "action_done" })).toBe("act");
    expect(() => policy.checkStep("a.order", { name: "action_other", action })).toThrow("action_confirm, action_done");
    expect(() => policy.checkStep("a.line", { name: "action_done" })).toThrow('policy["a.line"].operations');
  });

  it("closes a field of what is part of another model where it is closed there", () => {
    const parts = schemaWith({
      "a.template": { price: fieldWith() },
      "a.variant": {
        template_id: fieldWith({ type: "many2one", relation: "a.template" }),
        price: fieldWith({ inherited: "template_id" }),
      },
    });
    const closing = { ...manifest, policy: { "a.variant": { denyFields: ["price"] } } };
    const [template] = Object.values(parts.models);
    const { view } = servedPolicy({ manifest: closing, schema: () => parts });
    expect(template && view(template).fields.price?.closed).toBe('policy["a.variant"].denyFields');
  });

  it("lets the buttons be called, and no other method", () => {
    expect(policy.checkMethod("a.order", "action_done")).toBe("act");
    expect(() => policy.checkMethod("a.order", "action_other")).toThrow("action_confirm, action_done");
  });

  it("changes nothing where it is read-only, whatever the manifest says", () => {
    const reading = servedPolicy({ manifest, schema: () => schema }, { readOnly: true });
    expect(() => reading.check("a.order", "create")).toThrow("read-only");
    expect(() => reading.check("a.order", "read")).not.toThrow();
  });
});
