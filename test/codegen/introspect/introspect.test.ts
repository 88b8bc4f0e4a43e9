import { describe, expect, it } from "vitest";
import { CONCURRENCY, introspect } from "../../../codegen/introspect/introspect.js";
import { SILENT } from "../../../codegen/terminal/progress.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { CallOptions, RawRecord } from "../../../src/odoo/schema/raw.js";
import { serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import { configWith, fakeClient, fieldWith, odooError } from "../../support/fixtures.js";
import { ticks } from "../../support/ticks.js";

const MODELS = ["res.partner", "sale.order", "sale.order.line", "sale.report", "crm.lead"];

/** The rows of ir.model: these, and a wizard. */
const rows = (names: readonly string[] = MODELS): RawRecord[] => [
  ...names.map((model, index) => ({
    id: index + 1,
    model,
    name: `Label of ${model}`,
    transient: false,
    abstract: false,
  })),
  { id: 90, model: "sale.wizard", name: "Wizard", transient: true, abstract: false },
  { id: 91, model: "sale.mixin", name: "Mixin", transient: false, abstract: true },
];

const list = (names?: readonly string[]): Partial<Client> => ({ searchRead: async () => rows(names) });
const fields: Partial<Client> = { fieldsGet: async () => ({ name: fieldWith({ string: "Name" }) }) };
const NO_MENUS: Partial<Client> = { callModel: async () => ({}) };
const forbidden = () => Promise.reject(new OdooError("forbidden", "no"));

const read = (models: Record<string, unknown>, answers: Partial<Client> = {}, major = 19) =>
  introspect(fakeClient({ ...NO_MENUS, ...list(), ...fields, ...answers }, major), configWith(models), SILENT);

const namesOf = async (...given: Parameters<typeof read>) => Object.keys((await read(...given)).models).sort();

describe("models", () => {
  it.each([
    ["by name", { "crm.lead": {} }, ["crm.lead"]],
    ["by glob, without wizards and abstract ones", { "sale.*": {} }, ["sale.order", "sale.order.line", "sale.report"]],
    ["by several globs, each once", { "sale.*": {}, "*.order*": {} }, ["sale.order", "sale.order.line", "sale.report"]],
    ["but not those a name leaves out", { "sale.*": {}, "sale.report": false }, ["sale.order", "sale.order.line"]],
    ["but not those a later glob leaves out", { "*": {}, "sale.*": false }, ["crm.lead", "res.partner"]],
    ["a wizard, by its name", { "sale.wizard": {} }, ["sale.wizard"]],
  ])("are read %s", async (_, models, expected) => {
    expect(await namesOf(models)).toEqual(expected);
  });

  it("have their label of the list, or else their name", async () => {
    const { models, series } = await read({ "crm.lead": {}, "x.hidden": {} });
    expect(series).toBe("19.0");
    expect(models["crm.lead"]).toEqual({
      name: "crm.lead",
      label: "Label of crm.lead",
      rights: ["read", "write", "create", "unlink"],
      views: { form: [], list: [], search: [], buttons: [] },
      fields: { name: fieldWith({ string: "Name" }) },
    });
    expect(models["x.hidden"]?.label).toBe("x.hidden");
  });

  it("hold what the user sees of them, and may do", async () => {
    const asked: string[] = [];
    const answers: Partial<Client> = {
      getViews: async () => ({ form: { arch: '<form create="false"><field name="name"/></form>', embedded: {} } }),
      hasAccess: async (_, right) => {
        asked.push(right);
        return false;
      },
    };
    const { models } = await read({ "crm.lead": {} }, answers);
    expect(models["crm.lead"]?.views?.form).toEqual([{ name: "name" }]);
    expect(models["crm.lead"]?.rights).toEqual(["read", "write", "unlink"]);
    // What the views do not deny needs no question.
    expect(asked).toEqual(["create"]);
  });

  it("show no lines of models that the user may not read", async () => {
    const asked: string[] = [];
    const arch = '<form><field name="name"/><field name="role_ids"/><field name="tag_ids"/></form>';
    const many = (relation: string) => fieldWith({ type: "many2many", relation });
    const answers: Partial<Client> = {
      fieldsGet: async () => ({ name: fieldWith(), role_ids: many("x.role"), tag_ids: many("x.tag") }),
      getViews: async () => ({ form: { arch, embedded: {} } }),
      hasAccess: async (model, right) => {
        asked.push(`${model} ${right}`);
        return model !== "x.role";
      },
    };
    const { models } = await read({ "crm.lead": {}, "res.partner": {} }, answers);
    expect(models["crm.lead"]?.views?.form.map(({ name }) => name)).toEqual(["name", "tag_ids"]);
    // Once an introspection, not once a model.
    expect(asked.sort()).toEqual(["x.role read", "x.tag read"]);
  });

  it("are read without views that the user may not see, and asked for each right", async () => {
    const answers: Partial<Client> = { getViews: forbidden, hasAccess: async (_, right) => right === "read" };
    const { models } = await read({ "crm.lead": {} }, answers);
    expect(models["crm.lead"]).not.toHaveProperty("views");
    expect(models["crm.lead"]?.rights).toEqual(["read"]);
  });

  it("are read by their names where Odoo gives no list", async () => {
    expect(await namesOf({ "crm.lead": {} }, { searchRead: forbidden }, 15)).toEqual(["crm.lead"]);
  });

  it("are found by glob in the list that 16 and later give everyone", async () => {
    const available = {
      searchRead: forbidden,
      callModel: async () => [{ model: "sale.order", display_name: "Order" }],
    };
    expect((await read({ "sale.*": {} }, available)).models["sale.order"]?.label).toBe("Order");
  });

  it("hold what a new record needs", async () => {
    const answers: Partial<Client> = {
      fieldsGet: async () => ({ name: fieldWith({ required: true }), note: fieldWith() }),
      defaultGet: async () => ({}),
    };
    expect((await read({ "crm.lead": {} }, answers)).models["crm.lead"]?.fields).toEqual({
      name: fieldWith({ required: true, needed: { reason: "flag" } }),
      note: fieldWith(),
    });
  });
});

describe("a config that asks for what is not there", () => {
  it("is told of a glob that matches nothing", async () => {
    await expect(read({ "crm.lead": {}, "stock.*": {} })).rejects.toThrow(odooError("settings", '"stock.*"'));
  });

  it("is told of a glob that matches only wizards", async () => {
    await expect(read({ "sale.wiz*": {} })).rejects.toThrow(odooError("settings", '"sale.wiz*"'));
  });

  it.each([{}, { "crm.lead": false }])("is told that it names no model: %j", async (models) => {
    await expect(read(models)).rejects.toThrow(odooError("settings", "names no model"));
  });

  it("is told why a glob cannot be followed, and what to do, where Odoo gives no list", async () => {
    const reading = read({ "sale.*": {} }, { searchRead: forbidden }, 15);
    await expect(reading).rejects.toThrow(odooError("settings", '"sale.*"', "administrators"));
    await expect(reading).rejects.toMatchObject({ hint: "Name the models one by one." });
  });

  it("is told what it may have meant by a model that does not exist", async () => {
    const fieldsGet = () => Promise.reject(new OdooError("not_found", "Object sale.odrer doesn't exist"));
    await expect(read({ "sale.odrer": {} }, { fieldsGet })).rejects.toThrow(
      odooError("not_found", "sale.odrer", 'Did you mean "sale.order"'),
    );
  });
});

describe("one model that cannot be read", () => {
  const failing = (error: Error): Partial<Client> => ({
    fieldsGet: async (model) => {
      if (model === "sale.order") throw error;
      return { name: fieldWith() };
    },
  });

  it("fails the whole and is named, with the cause and the hint", async () => {
    const error = new OdooError("forbidden", "No right to it.", { hint: "Ask an administrator." });
    const reading = read({ "*": {} }, failing(error));
    await expect(reading).rejects.toThrow(odooError("forbidden", "sale.order", "No right to it."));
    await expect(reading).rejects.toMatchObject({ model: "sale.order", hint: "Ask an administrator." });
  });

  it("fails the whole with a mistake of ours as it is", async () => {
    const error = new TypeError("bug");
    await expect(read({ "*": {} }, failing(error))).rejects.toBe(error);
  });

  it("stops the reading of the others: those under way are aborted, most are never asked", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `a.m${String(index).padStart(2, "0")}`);
    const signals: CallOptions["signal"][] = [];
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const fieldsGet: Client["fieldsGet"] = async (model, options) => {
      signals.push(options?.signal);
      if (model === "a.m00") throw new OdooError("forbidden", "no");
      await answered;
      return {};
    };
    await expect(read({ "a.*": {} }, { ...list(names), fieldsGet })).rejects.toThrow(odooError("forbidden", "a.m00"));
    answer();
    await ticks(5);
    expect(signals.length).toBeLessThanOrEqual(CONCURRENCY);
    expect(signals.every((signal) => signal?.aborted)).toBe(true);
  });
});

describe("reading", () => {
  const names = Array.from({ length: 20 }, (_, index) => `a.m${index}`);

  it("asks Odoo at most 4 questions at once, and more than one", async () => {
    let now = 0;
    let most = 0;
    const slowly = async <T>(answer: T): Promise<T> => {
      most = Math.max(most, ++now);
      await ticks(1);
      now--;
      return answer;
    };
    const required = {
      name: fieldWith({ required: true, depends: ["partner_id"] }),
      partner_id: fieldWith({ required: true }),
    };
    await read(
      { "a.*": {} },
      {
        ...list(names),
        fieldsGet: () => slowly(structuredClone(required)),
        defaultGet: () => slowly({}),
        onchange: () => slowly({ value: {} }),
      },
    );
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("asks for the fields of each model once, though models refer to each other", async () => {
    const questions: string[] = [];
    const link = fieldWith({ type: "many2one", relation: "a.m0", required: true });
    const schema = (model: string) => ({
      name: fieldWith({ required: true }),
      ...(model === "a.m0" ? {} : { name: fieldWith({ related: "link.name", store: false }), link }),
    });
    const { models } = await read(
      { "a.*": {} },
      {
        ...list(names),
        fieldsGet: async (model) => {
          questions.push(model);
          return schema(model);
        },
        defaultGet: async () => ({}),
      },
    );
    expect(questions.sort()).toEqual([...names].sort());
    expect(models["a.m1"]?.fields.name).toMatchObject({ inherited: "link", needed: { reason: "flag" } });
    expect(models["a.m1"]?.fields.link).not.toHaveProperty("needed");
  });

  it("asks everything in English, so that labels do not depend on who asks", async () => {
    const contexts: unknown[] = [];
    const heard = <T>(options: CallOptions | undefined, answer: T): Promise<T> => {
      contexts.push(options?.context);
      return Promise.resolve(answer);
    };
    const all = {
      name: fieldWith({ required: true, depends: ["partner_id"] }),
      partner_id: fieldWith({ type: "many2one", relation: "res.partner", required: true }),
    };
    await read(
      { "crm.lead": {} },
      {
        searchRead: (_model, _domain, _fields, _page, options) => heard(options, rows()),
        fieldsGet: (_model, options) => heard(options, all),
        defaultGet: (_model, _fields, options) => heard(options, {}),
        onchange: (_model, _values, _fields, options) => heard(options, { value: { name: "x" } }),
        search: (_model, _domain, _page, options) => heard(options, [7]),
      },
    );
    expect(contexts).toEqual(Array.from({ length: 5 }, () => ({ lang: "en_US" })));
  });

  it("leaves the same snapshot whichever model answers first", async () => {
    const answering = (delay: (index: number) => number): Partial<Client> => ({
      ...list(names),
      fieldsGet: async (model) => {
        await ticks(delay(names.indexOf(model) % 4));
        return { b: fieldWith(), a: fieldWith({ string: model }) };
      },
    });
    const first = await read(
      { "a.*": {} },
      answering((index) => index * 3),
    );
    const last = await read(
      { "a.*": {} },
      answering((index) => (4 - index) * 3),
    );
    expect(serializeSchema(first)).toBe(serializeSchema(last));
  });

  it("tells how far it is", async () => {
    const told: string[] = [];
    const client = fakeClient({ ...NO_MENUS, ...list(), ...fields });
    await introspect(client, configWith({ "crm.lead": {}, "res.partner": {} }), { update: (text) => told.push(text) });
    expect(told).toEqual(["listing models", "1/2 models", "2/2 models", "steps, lines and dialogues"]);
  });
});
