import { describe, expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { whenShown } from "../../../codegen/plan/buttons.js";
import { plan } from "../../../codegen/plan/plan.js";
import type { Button, Model } from "../../../src/odoo/schema/schema.js";
import { configWith, fieldWith, odooError } from "../../support/fixtures.js";

const BUTTONS: Button[] = [
  {
    name: "action_confirm",
    label: "Confirm",
    place: "header",
    hidden: "state != 'draft'",
    context: { validate: true },
  },
  { name: "update_taxes", label: "Update taxes", confirm: "Sure?" },
];
const model: Model = {
  name: "a.b",
  label: "Thing",
  fields: {
    state: fieldWith({
      type: "selection",
      string: "Status",
      selection: [
        ["draft", "Draft"],
        ["done", "Done"],
      ],
    }),
  },
  views: { form: [], list: [], search: [], buttons: BUTTONS },
};

describe("when a button can be pressed", () => {
  it.each([
    [undefined, ""],
    ["state != 'draft'", "records whose Status is Draft"],
    ["nothing", ""],
  ])("%s is told as %s", (hidden, words) => {
    expect(whenShown({ name: "x", label: "X", ...(hidden ? { hidden } : {}) }, model)).toBe(words);
  });
});

describe("a button's tool", () => {
  const { tools } = manifest(
    plan(
      { series: "19.0", models: { "a.b": model } },
      configWith({ "a.b": { buttons: ["action_confirm", "update_taxes"] } }),
    ),
  );
  const tool = (name: string) => tools.find((own) => own.tool.name === name);

  it("takes ids, calls the method in the view's context and tells what a user would see", () => {
    expect(tool("a_b_action_confirm")).toMatchObject({
      operation: "act",
      method: "action_confirm",
      context: { validate: true },
      tool: {
        title: "Confirm: Thing",
        description: 'Press "Confirm" on Thing (a.b) records. Only for records whose Status is Draft.',
        inputSchema: { required: ["ids"] },
        annotations: { readOnlyHint: false, destructiveHint: true },
      },
    });
    expect(tool("a_b_update_taxes")?.tool.description).toContain('Odoo\'s own question before it: "Sure?"');
  });

  it("has a name of at most 48 characters", () => {
    const long = `action_${"very_".repeat(10)}long`;
    const config = configWith({ "a.b": { buttons: [long] } });
    const button = plan({ series: "19.0", models: { "a.b": model } }, config).models[0]?.tools.at(-1);
    expect(button?.name).toMatch(/^a_b_action_[a-z_]+_[0-9a-f]{6}$/);
    expect(button?.name.length).toBeLessThanOrEqual(48);
  });

  it("never shares its name with another tool", () => {
    const other: Model = { ...model, name: "a", views: { form: [], list: [], search: [], buttons: [] } };
    const config = configWith({ "a.b": {}, a: { buttons: ["b_search"] } });
    expect(() => plan({ series: "19.0", models: { a: other, "a.b": model } }, config)).toThrow(
      odooError("settings", "a_b_search"),
    );
  });
});
