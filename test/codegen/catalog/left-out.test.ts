import { describe, expect, it } from "vitest";
import { leftOut } from "../../../codegen/catalog/left-out.js";
import { plan } from "../../../codegen/plan/plan.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { committedConfig, committedSchema, configWith, fieldWith } from "../../support/fixtures.js";

const fields = {
  name: fieldWith({ needed: { reason: "flag" } }),
  email: fieldWith(),
  phone: fieldWith(),
  excluded: fieldWith(),
  unseen: fieldWith(),
  locked: fieldWith(),
  photo: fieldWith({ type: "binary" }),
  message_ids: fieldWith({ type: "one2many", relation: "mail.message" }),
  total: fieldWith({ type: "monetary", readonly: true, depends: ["phone"] }),
  city: fieldWith({ readonly: true, related: "partner_id.city" }),
  uid: fieldWith({ readonly: true }),
  layout: fieldWith({ type: "properties_definition" }),
  api_key: fieldWith({ string: "The key" }),
};
const buttons = [
  { name: "action_confirm", label: "Confirm", place: "header" },
  { name: "action_view_it", label: "View", place: "header" },
  { name: "action_tasks", label: "Tasks", place: "counter" },
  { name: "update_taxes", label: "Taxes" },
  { name: "silent", label: "", place: "header" },
  { name: "unlink", label: "Delete", place: "header" },
  { name: "do_it", label: "Do it", place: "header", action: { kind: "unknown", title: "Do it" } },
] as const;
const form = [{ name: "email" }, { name: "phone" }, { name: "excluded" }, { name: "locked", readonly: true }];
const model: Model = { name: "a.b", label: "A", fields, views: { form, list: [], search: [], buttons } };

function reasons(entry: Record<string, unknown> = {}, more: Partial<Model> = {}) {
  const own = { ...model, ...more };
  const config = configWith({ "a.b": entry });
  const planned = plan({ series: "19.0", models: { "a.b": own } }, config);
  const [first] = planned.models;
  if (!first) throw new Error("The plan has no a.b.");
  const groups = leftOut(own, first, planned, config);
  return Object.fromEntries(groups.map(({ reason, items }) => [reason, items.map(({ name }) => name)]));
}

describe("what is left out", () => {
  it("is told with its reason, once", () => {
    expect(reasons({ exclude: ["excluded"], maxFields: 2 })).toEqual({
      "The config excludes them": ["excluded"],
      "On the form, but beyond maxFields (2)": ["phone"],
      "On no form or line that this user sees": ["unseen"],
      "Readonly on the form": ["locked"],
      "Files and images": ["photo"],
      "Chatter, activities, portal and website": ["message_ids"],
      "Computed by Odoo": ["city", "total"],
      Readonly: ["uid"],
      "Definitions of properties": ["layout"],
      Secrets: ["api_key"],
      "Only open another screen, by their name": ["action_view_it"],
      "Counters that open another screen": ["action_tasks"],
      "Not in the header of the form": ["update_taxes"],
      "Without a label": ["silent"],
      "Refused by policy": ["unlink"],
      "Open what this user may not read": ["do_it"],
      "The config does not ask for them": ["a_b_count", "a_b_delete"],
    });
  });

  it("by the config's own list of fields and buttons", () => {
    const own = reasons({ fields: ["email"], buttons: ["update_taxes"] });
    expect(own["Not in the config's list of fields"]).toContain("phone");
    expect(own["The config names other buttons, or none"]).toEqual(["action_confirm"]);
    expect(reasons({ buttons: false })["The config names other buttons, or none"]).toEqual(["action_confirm"]);
  });

  it("by the user's rights", () => {
    const own = reasons({}, { rights: ["read"] });
    expect(own["The user may not create these records"]).toEqual(["a_b_create"]);
    expect(own["The user may not change these records"]).toEqual(expect.arrayContaining(["a_b_update"]));
  });

  it("of a model that is only read: the secrets, which are masked", () => {
    const own = reasons({ operations: ["search", "read"], buttons: false });
    expect(own.Secrets).toEqual(["api_key"]);
    expect(own).not.toHaveProperty("Readonly");
  });

  it("makes, with what is shown, every field, button and tool of the committed catalogue", () => {
    const config = committedConfig();
    const schema = committedSchema();
    const planned = plan(schema, config);
    for (const own of planned.models) {
      const source = schema.models[own.name];
      if (!source) throw new Error(own.name);
      const groups = leftOut(source, own, planned, config);
      const names = (kind: string) =>
        groups.filter((group) => group.kind === kind).flatMap(({ items }) => items.map(({ name }) => name));
      const reasonsOf = groups.map(({ kind, reason }) => `${kind} ${reason}`);
      expect(new Set(reasonsOf).size).toBe(reasonsOf.length);
      if (own.tools.some(({ operation }) => operation === "create" || operation === "update"))
        expect([...own.shown, ...names("fields")].sort()).toEqual(Object.keys(source.fields).sort());
      const pressed = own.tools.flatMap((tool) => (tool.operation === "act" ? [tool.button.name] : []));
      const known = (source.views?.buttons ?? []).map(({ name }) => name);
      expect([...pressed, ...names("buttons")].filter((name) => known.includes(name)).sort()).toEqual(known.sort());
    }
  });
});
