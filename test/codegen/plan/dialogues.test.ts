import { describe, expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { dialoguePlan } from "../../../codegen/plan/dialogues.js";
import { plan } from "../../../codegen/plan/plan.js";
import type { Button, Model, Schema } from "../../../src/odoo/schema/schema.js";
import type { OpenedDialogue } from "../../../src/tools/actions/dialogue-of.js";
import { configWith, fieldWith, type ObjectSchema } from "../../support/fixtures.js";

const BUTTONS: readonly Button[] = [
  { name: "action_other", label: "Other" },
  { name: "action_apply", label: "Apply", primary: true },
  { name: "icon", label: "" },
  { name: "count", label: "3 things", place: "counter" },
];
const WIZARD: Model = {
  name: "a.wizard",
  label: "a.wizard",
  fields: {
    reason: fieldWith({ string: "Why" }),
    amount: fieldWith({ type: "float", required: true, needed: { reason: "flag" } }),
    file: fieldWith({ type: "binary" }),
    total: fieldWith({ readonly: true }),
    message_ids: fieldWith({ type: "one2many", relation: "mail.message" }),
  },
  views: {
    form: [
      { name: "amount", required: "reason" },
      { name: "reason", required: "always" },
      { name: "file" },
      { name: "total" },
      { name: "message_ids" },
      { name: "gone" },
    ],
    list: [],
    search: [],
    buttons: BUTTONS,
  },
};
const OPENED: OpenedDialogue = { model: "a.wizard", always: true };
const planned = (model: Model = WIZARD, opened: OpenedDialogue | undefined = OPENED) =>
  dialoguePlan(opened, { [model.name]: model }).dialogue;
const withButtons = (buttons: readonly Button[]): Model => ({
  ...WIZARD,
  views: { form: [], list: [], search: [], buttons },
});

describe("what a step's tool shows of its dialogue", () => {
  it("are the fields of its form that can be filled in, in its order; none is required, for it opens filled in", () => {
    expect(planned()?.values).toMatchObject({
      name: "a.wizard",
      shown: ["amount", "reason"],
      required: [],
      requiredUnless: {},
      requiredWhen: new Map([["amount", "reason"]]),
    });
  });

  it("are at most twelve", () => {
    const names = Array.from({ length: 20 }, (_, at) => `f${at}`);
    const fields = Object.fromEntries(names.map((name) => [name, fieldWith()]));
    const form = names.map((name) => ({ name }));
    const model = { ...WIZARD, fields, views: { form, list: [], search: [], buttons: [] } };
    expect(planned(model)?.values.shown).toEqual(names.slice(0, 12));
  });

  it("are its buttons, those that are meant first, and the one that is pressed where none is named", () => {
    expect(planned()?.buttons.map(({ name }) => name)).toEqual(["action_apply", "action_other"]);
    expect(planned()?.usual).toBe("action_apply");
    const [other, , ...rest] = BUTTONS;
    expect(planned(withButtons([...(other ? [other] : []), ...rest]))?.usual).toBe("action_other");
    expect(planned(withButtons(BUTTONS.map(({ primary: _, ...button }) => ({ ...button }))))).not.toHaveProperty(
      "usual",
    );
  });

  it("is whether it opens of all records", () => {
    expect(planned()?.always).toBe(true);
    expect(planned(WIZARD, { ...OPENED, always: false })?.always).toBe(false);
  });

  it("are those of the form that the step opens, where steps open several of one model", () => {
    const other = withButtons([{ name: "action_third", label: "Third", primary: true }]);
    const dialogues = { "a.wizard": WIZARD, "a.wizard@a.form": other };
    const usual = (form?: string) => dialoguePlan({ ...OPENED, ...(form ? { form } : {}) }, dialogues).dialogue?.usual;
    expect([usual(), usual("a.form"), usual("a.unknown")]).toEqual(["action_apply", "action_third", "action_apply"]);
  });

  it("is nothing of one that the snapshot does not know, or of a step that opens none", () => {
    expect(dialoguePlan({ model: "a.other", always: true }, { "a.wizard": WIZARD })).toEqual({});
    expect(dialoguePlan(undefined, {})).toEqual({});
  });
});

describe("the tool of a step with a dialogue", () => {
  const order: Model = {
    name: "a.order",
    label: "Order",
    fields: {},
    views: {
      form: [],
      list: [],
      search: [],
      buttons: [
        { name: "action_go", label: "Go", place: "header" },
        { name: "apply", label: "Apply", place: "header", action: { kind: "dialogue", model: "a.wizard" } },
        { name: "print_it", label: "It", place: "print", action: { kind: "report", title: "It", xmlid: "a.it" } },
        { name: "tidy_up", label: "Tidy up", place: "menu", action: { kind: "server", title: "Tidy up" } },
      ],
    },
  };
  const toolOf = (
    name: string,
    { wizard = WIZARD, config = {} }: { wizard?: Model; config?: Record<string, unknown> } = {},
  ) => {
    const schema: Schema = { series: "19.0", models: { "a.order": order }, dialogues: { "a.wizard": wizard } };
    const buttons = ["action_go", "apply", "print_it", "tidy_up"];
    const { tools } = manifest(plan(schema, configWith({ "a.order": { buttons } }, config)));
    const entry = tools.find((one) => one.tool.name === `a_order_${name}`);
    const properties = (entry?.tool.inputSchema as unknown as ObjectSchema | undefined)?.properties;
    return { entry, properties };
  };

  it("takes the dialogue's values and its button, and says that it is confirmed", () => {
    const { entry, properties } = toolOf("apply");
    expect(entry).toMatchObject({
      operation: "act",
      method: "apply",
      action: { kind: "dialogue", model: "a.wizard" },
      tool: { description: expect.stringContaining("This call also fills in and confirms its dialogue.") },
    });
    expect(properties?.values).toMatchObject({ type: "object" });
    expect(Object.keys(properties?.values?.properties as object)).toEqual(["amount", "reason"]);
    expect(properties?.values).not.toHaveProperty("required");
    expect(properties?.button).toEqual({
      type: "string",
      enum: ["action_apply", "action_other"],
      description: "action_apply if left out",
    });
    expect(properties).toHaveProperty("dry_run");
  });

  it("takes no button where there is but one, and demands one where none is meant", () => {
    const one = withButtons([{ name: "action_apply", label: "Apply" }]);
    expect(toolOf("apply", { wizard: one }).properties).not.toHaveProperty("button");
    const two = withButtons(["a", "b"].map((name) => ({ name, label: name })));
    expect(toolOf("apply", { wizard: two }).properties?.button?.description).toBe("Needed");
    const header = withButtons([{ name: "a", label: "a", place: "header", primary: true }]);
    expect(toolOf("apply", { wizard: header }).properties?.button).toMatchObject({ enum: ["a"] });
  });

  it("takes neither where it opens none", () => {
    for (const name of ["action_go", "tidy_up"]) {
      const { properties } = toolOf(name);
      expect(Object.keys(properties ?? {})).toEqual(["ids", "dry_run", "notify", "company_id", "lang"]);
    }
  });

  it("of a report reads, and of the database's code counts as sending", () => {
    const report = toolOf("print_it");
    expect(report.entry?.tool).toMatchObject({
      description: expect.stringContaining('Print "It" of Order (a.order) records: answers the PDF.'),
      annotations: { readOnlyHint: true },
    });
    expect(report.properties).not.toHaveProperty("dry_run");
    expect(toolOf("tidy_up").entry?.tool.annotations).toMatchObject({ readOnlyHint: false, openWorldHint: true });
  });

  it("shows no field that the policy closes, and is none where it closes the step", () => {
    const closed = { policy: { "a.wizard": { denyFields: ["amount"] } } };
    const { properties } = toolOf("apply", { config: closed });
    expect(Object.keys(properties?.values?.properties as object)).toEqual(["reason"]);
    const refused = { policy: { "a.order": { operations: ["read", "act"] } } };
    expect(toolOf("tidy_up", { config: refused }).entry).toBeUndefined();
    expect(toolOf("apply", { config: refused }).entry).toBeDefined();
  });
});
