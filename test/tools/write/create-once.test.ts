import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { createOnce, madeBefore, tableOnce } from "../../../src/tools/write/create-once.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    data: fieldWith({ type: "json" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
  },
  "x.line": {
    name: fieldWith(),
    price: fieldWith({ type: "float" }),
    data: fieldWith({ type: "json" }),
    part_ids: fieldWith({ type: "one2many", relation: "x.part" }),
  },
  "x.part": { name: fieldWith(), data: fieldWith({ type: "json" }) },
  "x.tag": { name: fieldWith() },
});

/** Creates with a key; `load` remembers its tables. */
async function created({ key = "abcdefgh", model = "x.order", uid = 2, name = "a", newest = [41] } = {}) {
  const load = vi.fn<Client["load"]>(async () => [42]);
  const user: Client["user"] = { uid, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] };
  const search = vi.fn<Client["search"]>(async () => newest);
  const context = contextWith({ schema, answers: { load, user, search } });
  const once = { model: await context.models.get(model), context };
  const made = await createOnce(once, await tableOnce(once, key, { values: { name } }));
  const [, table, options] = load.mock.calls[0] ?? [];
  return { ...made, externalId: String(table?.rows[0]?.[0]), fields: table?.fields, options, search };
}

describe("a record that is created once", () => {
  it("has an external id of no module of Odoo, and none of the key's own characters", async () => {
    const { id, externalId, fields } = await created();
    expect(id).toBe(42);
    expect(fields).toEqual(["id", "name"]);
    expect(externalId).toMatch(/^__odoo_typed_mcp__\.[0-9a-f]{40}$/);
    expect((await created({ key: "x.y'; drop" })).externalId).toMatch(/^__odoo_typed_mcp__\.[0-9a-f]{40}$/);
  });

  it("has the same external id for the same key, model and user, whatever its values, and no other", async () => {
    const { externalId } = await created();
    expect((await created({ name: "b" })).externalId).toBe(externalId);
    const others = [await created({ key: "abcdefgi" }), await created({ model: "x.tag" }), await created({ uid: 3 })];
    expect(others.map((other) => other.externalId)).not.toContain(externalId);
  });

  it("is repeated where it is none of those made since the newest", async () => {
    const { isRepeated, search } = await created();
    expect(isRepeated).toBe(false);
    expect(search.mock.calls[0]?.slice(0, 3)).toEqual(["x.order", [], { limit: 1, order: "id desc" }]);
    expect((await created({ newest: [42] })).isRepeated).toBe(true);
    expect((await created({ newest: [50] })).isRepeated).toBe(true);
    expect((await created({ newest: [] })).isRepeated).toBe(false);
  });

  it("is made by a user who may not read others", async () => {
    const refuse = () => Promise.reject(new OdooError("forbidden", "No."));
    const context = contextWith({ schema, answers: { load: async () => [42], search: refuse } });
    const once = { model: await context.models.get("x.order"), context };
    const table = await tableOnce(once, "abcdefgh", { values: { name: "a" } });
    expect(await createOnce(once, table)).toEqual({ id: 42, isRepeated: false });
  });

  it("is left as it is where it is there already, and the call may be made again", async () => {
    const { options } = await created();
    expect(options).toMatchObject({ context: { mode: "update", noupdate: true }, repeatable: true });
  });
});

describe("a failure", () => {
  const failing = async (error: unknown, values: Record<string, unknown> = { name: "a" }) => {
    const context = contextWith({ schema, answers: { load: () => Promise.reject(error), search: async () => [] } });
    const once = { model: await context.models.get("x.order"), context };
    const made = tableOnce(once, "abcdefgh", { values }).then((table) => createOnce(once, table));
    return made.catch((thrown: unknown) => thrown);
  };

  it("whose outcome is not known says that the call is repeated with its key", async () => {
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    expect(await failing(lost)).toMatchObject({
      outcome: "unknown",
      hint: expect.stringContaining("same idempotency_key"),
    });
  });

  it("whose outcome is known is Odoo's own", async () => {
    const refused = new OdooError("business_rule", "No.");
    expect(await failing(refused)).toBe(refused);
  });

  it("of values that load cannot carry names the field, and the key as the reason", async () => {
    expect(await failing(new Error("not reached"), { tag_ids: [[0, 0, { name: "new" }]] })).toMatchObject({
      category: "validation",
      outcome: "not_applied",
      field: "tag_ids",
      message: expect.stringMatching(/^values\.tag_ids: with an idempotency_key, /),
      hint: expect.stringContaining("leave the idempotency_key out"),
    });
  });
});

describe("what the form fills in beside the values", () => {
  const DATA = { a: 1 };
  const rows = (...lines: RawValues[]) => lines.map((line) => [0, 0, line]);

  async function table(given: RawValues, values: RawValues, everyLine = false) {
    const context = contextWith({ schema });
    const once = { model: await context.models.get("x.order"), context };
    const { fields, rows: sent } = await tableOnce(once, "abcdefgh", { values, everyLine }, given);
    return [fields.slice(1), ...sent.map(([, ...cells]) => cells)];
  }

  it.each<[what: string, values: RawValues, sent: unknown[][]]>([
    [
      "is sent with them",
      { name: "a", tag_ids: [[6, 0, [3]]] },
      [
        ["name", "tag_ids/.id"],
        ["a", "3"],
      ],
    ],
    ["is left to Odoo where a table cannot carry it", { name: "a", data: DATA }, [["name"], ["a"]]],
    ["is left to Odoo where there is no table for it", { name: "a", tag_ids: rows({ name: "t" }) }, [["name"], ["a"]]],
    ["is left to Odoo with its lines", { name: "a", line_ids: rows({ name: "b", data: DATA }) }, [["name"], ["a"]]],
  ])("%s", async (_, values, sent) => {
    expect(await table({ name: "a" }, values)).toEqual(sent);
  });

  it("makes empty cells in the lines that have nothing of it", async () => {
    const filled = rows({ name: "a", price: 5 }, { name: "b" });
    expect(await table({ line_ids: rows({ name: "a" }, { name: "b" }) }, { line_ids: filled })).toEqual([
      ["line_ids/name", "line_ids/price"],
      ["a", 5],
      ["b", ""],
    ]);
  });

  it("carries lines of different fields where all is in them that their form fills in, and refuses them elsewhere", async () => {
    const given = rows({ name: "a", price: 5 }, { name: "b" });
    const filled = rows({ name: "a", price: 5 }, { name: "b", price: 7 });
    expect(await table({ line_ids: given }, { line_ids: filled }, true)).toEqual([
      ["line_ids/name", "line_ids/price"],
      ["a", 5],
      ["b", 7],
    ]);
    await expect(table({ line_ids: given }, { line_ids: filled })).rejects.toThrow(
      odooError("validation", "values.line_ids: with an idempotency_key, all new lines must have the same fields"),
    );
  });

  it("is left to Odoo in all lines where a table cannot carry it in one", async () => {
    const filled = rows({ name: "a", price: 5, data: false }, { name: "b", price: 6, data: DATA });
    expect(await table({ line_ids: rows({ name: "a" }, { name: "b" }) }, { line_ids: filled })).toEqual([
      ["line_ids/name", "line_ids/price"],
      ["a", 5],
      ["b", 6],
    ]);
  });

  it.each<[what: string, given: RawValues, values: RawValues, place: string]>([
    ["a value", { data: DATA }, { data: DATA, name: "a" }, "values.data: "],
    [
      "a line's value",
      { line_ids: rows({ name: "a", data: false }, { name: "b", data: DATA }) },
      { line_ids: rows({ name: "a", data: false }, { name: "b", data: DATA }), data: false },
      "values.line_ids.create[1].data: ",
    ],
    [
      "a value of a line's line",
      { line_ids: rows({ name: "a", part_ids: rows({ name: "b", data: DATA }) }) },
      { line_ids: rows({ name: "a", part_ids: rows({ name: "b", data: DATA }) }), name: "c" },
      "values.line_ids.create[0].part_ids.create[0].data: ",
    ],
    [
      "lines of lines with different fields, which no form fills in",
      { line_ids: rows({ name: "a", part_ids: rows({ name: "b" }) }, { name: "c", part_ids: rows({ data: false }) }) },
      { line_ids: rows({ name: "a", part_ids: rows({ name: "b" }) }, { name: "c", part_ids: rows({ data: false }) }) },
      "values.line_ids.create[1].part_ids: ",
    ],
    [
      "lines with different fields, which the form makes alike",
      { line_ids: rows({ name: "a" }, { price: 5 }) },
      { line_ids: rows({ name: "a", price: 5 }, { name: "a", price: 5 }) },
      "values.line_ids: ",
    ],
  ])("does not take the place of what was given: %s is refused", async (_, given, values, place) => {
    await expect(table(given, values)).rejects.toThrow(odooError("validation", `${place}with an idempotency_key`));
  });
});

describe("the record that a key has made before", () => {
  const asking = async (answer: () => Promise<unknown>) => {
    const callModel = vi.fn<Client["callModel"]>(answer);
    const context = contextWith({ schema, answers: { callModel } });
    const id = await madeBefore({ model: await context.models.get("x.order"), context }, "abcdefgh");
    return { id, asked: callModel.mock.calls[0] };
  };

  it("is asked for by the external id that its creation has", async () => {
    const { id, asked } = await asking(async () => ["x.order", 7]);
    const [, name] = (await created()).externalId.split(".");
    expect(id).toBe(7);
    expect(asked?.slice(0, 3)).toEqual([
      "ir.model.data",
      "check_object_reference",
      { module: "__odoo_typed_mcp__", xml_id: name },
    ]);
  });

  it.each<[what: string, answer: () => Promise<unknown>]>([
    ["Odoo knows none", () => Promise.reject(new OdooError("server_error", "External ID not found in the system"))],
    ["the user may not see it", async () => ["x.order", false]],
    ["it is of another model", async () => ["x.tag", 7]],
  ])("is none where %s", async (_, answer) => {
    expect((await asking(answer)).id).toBeUndefined();
  });

  it("is not known where Odoo cannot be asked", async () => {
    await expect(asking(() => Promise.reject(new OdooError("timeout", "late")))).rejects.toThrow(
      odooError("timeout", "late"),
    );
  });
});
