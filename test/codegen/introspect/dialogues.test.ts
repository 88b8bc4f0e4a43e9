import { describe, expect, it } from "vitest";
import { dialoguesOf, introspectDialogue } from "../../../codegen/introspect/dialogues.js";
import { introspect } from "../../../codegen/introspect/introspect.js";
import { SILENT } from "../../../codegen/terminal/progress.js";
import type { Client, ViewOptions } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Button, Model } from "../../../src/odoo/schema/schema.js";
import { configWith, fakeClient, fieldWith } from "../../support/fixtures.js";

const modelOf = (name: string, buttons: readonly Button[]): Model => ({
  name,
  label: name,
  fields: {},
  views: { form: [], list: [], search: [], buttons },
});
const opening = (name: string, model: string, form?: string): Button => ({
  name,
  label: name,
  place: "header",
  action: { kind: "dialogue", model, ...(form ? { form } : {}) },
});

describe("the dialogues to be read", () => {
  it("are those of the steps that become tools, each once", () => {
    const models = {
      "a.order": modelOf("a.order", [
        opening("one", "a.wizard"),
        opening("two", "a.wizard"),
        opening("three", "a.other", "a.form"),
        { name: "action_go", label: "Go", place: "header" },
        { ...opening("four", "a.unchosen"), place: "menu" },
      ]),
      "sale.order": modelOf("sale.order", [{ name: "action_cancel", label: "Cancel", place: "header" }]),
    };
    const config = configWith({ "a.order": {}, "sale.order": {} });
    expect(dialoguesOf(models, config)).toEqual([
      { key: "a.wizard", model: "a.wizard" },
      { key: "a.other", model: "a.other", form: "a.form" },
      { key: "sale.order.cancel", model: "sale.order.cancel" },
    ]);
    expect(
      dialoguesOf(models, configWith({ "a.order": { buttons: ["four"] }, "sale.order": { buttons: false } })),
    ).toEqual([{ key: "a.unchosen", model: "a.unchosen" }]);
  });

  it("are each form's own where steps open several of one model", () => {
    const steps = [opening("one", "a.wizard"), opening("two", "a.wizard", "a.form"), opening("three", "a.wizard")];
    const models = { "a.order": modelOf("a.order", steps) };
    expect(dialoguesOf(models, configWith({ "a.order": {} }))).toEqual([
      { key: "a.wizard", model: "a.wizard" },
      { key: "a.wizard@a.form", model: "a.wizard", form: "a.form" },
    ]);
  });
});

const FIELDS = {
  reason: fieldWith({ string: "Why" }),
  zone: fieldWith({ type: "selection", selection: [["Europe/Brussels", "Brussels"]] }),
  total: fieldWith({ readonly: true }),
  shown: fieldWith(),
  api_key: fieldWith(),
  unseen: fieldWith(),
};
const FORM =
  '<form><field name="reason"/><field name="zone"/><field name="total"/><field name="shown" readonly="1"/>' +
  '<field name="api_key"/><field name="hidden" invisible="1"/><field name="unknown"/>' +
  '<div name="button_box"><button name="count" type="object" string="3 things"/></div>' +
  '<footer><button name="apply" type="object" string="Apply" class="btn-primary"/>' +
  '<button name="icon" type="object"/><button name="7" type="action" string="Open"/></footer></form>';

interface Given extends Partial<Client> {
  form?: string;
}

async function read({ form, ...answers }: Given = {}) {
  const asked: (ViewOptions | undefined)[] = [];
  const client = fakeClient({
    getViews: async (_, options) => {
      asked.push(options);
      const list = {
        arch: '<list><header><button name="many" type="object" string="Many"/></header></list>',
        embedded: {},
      };
      return { form: { arch: FORM, embedded: {} }, list };
    },
    fieldsGet: async () => FIELDS,
    ...answers,
  });
  const oracle = {
    client,
    options: { context: { lang: "en_US" } },
    records: new Map(),
    fieldsOf: (model: string) => client.fieldsGet(model),
  };
  return {
    model: await introspectDialogue(oracle, { key: "a.wizard", model: "a.wizard", ...(form ? { form } : {}) }),
    asked,
  };
}

describe("a dialogue in the snapshot", () => {
  it("has the fields that its form lets a user fill in, without what is installed, and the buttons of the form", async () => {
    const { model, asked } = await read();
    expect(model).toMatchObject({ name: "a.wizard", label: "a.wizard" });
    expect(model?.fields).toEqual({ reason: FIELDS.reason, zone: { type: "selection", string: "", dynamic: true } });
    expect(model?.views?.buttons).toEqual([{ name: "apply", label: "Apply", primary: true }]);
    expect(asked).toEqual([{ context: { lang: "en_US" } }]);
  });

  it("is read on the form that its action names", async () => {
    const { asked } = await read({ form: "a.form" });
    expect(asked).toEqual([{ context: { lang: "en_US", form_view_ref: "a.form" } }]);
  });

  it.each(["forbidden", "not_found", "server_error"] as const)(
    "is left out where Odoo refuses to tell of it: %s",
    async (category) => {
      const refused = () => Promise.reject(new OdooError(category, "No."));
      expect((await read({ fieldsGet: refused })).model).toBeUndefined();
      expect((await read({ getViews: refused })).model).toBeUndefined();
    },
  );

  it("fails the whole where Odoo does not answer, or our own code fails", async () => {
    await expect(read({ getViews: () => Promise.reject(new OdooError("timeout", "late")) })).rejects.toThrow("late");
    await expect(read({ getViews: () => Promise.reject(new TypeError("a bug")) })).rejects.toThrow("a bug");
  });
});

describe("a snapshot", () => {
  const snapshot = (form: string, answers: Partial<Client> = {}) => {
    const client = fakeClient({
      callModel: async () => ({}),
      searchRead: async (model) =>
        model === "ir.model" ? [{ id: 1, model: "a.order", name: "Order", transient: false, abstract: false }] : [],
      fieldsGet: async (model) => (model === "a.wizard" ? FIELDS : { name: fieldWith() }),
      getViews: async (model) => ({
        form: { arch: model === "a.wizard" ? FORM : `<form>${form}</form>`, embedded: {} },
      }),
      ...answers,
    });
    return introspect(client, configWith({ "a.order": {} }), SILENT);
  };
  const STEP = '<header><button name="7" type="action" string="Apply"/></header>';
  const actions: Client["searchRead"] = async (model) => {
    if (model === "ir.model") return [{ id: 1, model: "a.order", name: "Order", transient: false, abstract: false }];
    return model === "ir.actions.actions" ? [{ id: 7, type: "ir.actions.act_window", name: "Apply" }] : [];
  };
  const window: Client["read"] = async () => [{ id: 7, name: "Apply", res_model: "a.wizard", target: "new" }];

  it("holds the steps with their actions, and the dialogues that they open", async () => {
    const { models, dialogues } = await snapshot(STEP, { searchRead: actions, read: window });
    expect(models["a.order"]?.views?.buttons).toEqual([
      { name: "apply", label: "Apply", place: "header", action: { kind: "dialogue", model: "a.wizard" } },
    ]);
    expect(Object.keys(dialogues ?? {})).toEqual(["a.wizard"]);
  });

  it("holds none where nothing opens one", async () => {
    expect(await snapshot('<header><button name="action_go" type="object" string="Go"/></header>')).not.toHaveProperty(
      "dialogues",
    );
  });

  it("asks the second credential what actions open, and that alone", async () => {
    const asked: string[] = [];
    const refused = async (model: string) => {
      if (model === "ir.model") return actions(model, [], [], { limit: 1 });
      throw new OdooError("forbidden", "Administrators alone.");
    };
    const reader = fakeClient({
      searchRead: async (model, ...rest) => {
        asked.push(model);
        return actions(model, ...rest);
      },
      read: async (model, ...rest) => {
        asked.push(model);
        return window(model, ...rest);
      },
    });
    const client = fakeClient({
      callModel: async () => ({}),
      searchRead: refused,
      fieldsGet: async (model) => (model === "a.wizard" ? FIELDS : { name: fieldWith() }),
      getViews: async (model) => ({
        form: { arch: model === "a.wizard" ? FORM : `<form>${STEP}</form>`, embedded: {} },
      }),
    });
    const { models } = await introspect(client, configWith({ "a.order": {} }), SILENT, reader);
    expect(models["a.order"]?.views?.buttons[0]?.action).toEqual({ kind: "dialogue", model: "a.wizard" });
    expect(new Set(asked)).toEqual(new Set(["ir.actions.actions", "ir.actions.act_window", "ir.model.data"]));
    const alone = await introspect(client, configWith({ "a.order": {} }), SILENT);
    expect(alone.models["a.order"]?.views?.buttons[0]?.action).toEqual({ kind: "unknown", title: "Apply" });
  });
});
