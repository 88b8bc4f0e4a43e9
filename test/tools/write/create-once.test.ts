import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { createOnce } from "../../../src/tools/write/create-once.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    data: fieldWith({ type: "json" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
  },
  "x.line": { name: fieldWith(), price: fieldWith({ type: "float" }), data: fieldWith({ type: "json" }) },
  "x.tag": { name: fieldWith() },
});

/** Creates with a key; `load` remembers its tables. */
async function created({ key = "abcdefgh", model = "x.order", uid = 2, name = "a" } = {}) {
  const load = vi.fn<Client["load"]>(async () => [42]);
  const user: Client["user"] = { uid, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] };
  const context = contextWith({ schema, answers: { load, user } });
  const id = await createOnce({ model: await context.models.get(model), context }, key, { values: { name } });
  const [, table, options] = load.mock.calls[0] ?? [];
  return { id, externalId: String(table?.rows[0]?.[0]), fields: table?.fields, options };
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

  it("is left as it is where it is there already, and the call may be made again", async () => {
    const { options } = await created();
    expect(options).toMatchObject({ context: { mode: "update", noupdate: true }, repeatable: true });
  });
});

describe("a failure", () => {
  const failing = async (error: unknown, values: Record<string, unknown> = { name: "a" }) => {
    const context = contextWith({ schema, answers: { load: () => Promise.reject(error) } });
    const made = createOnce({ model: await context.models.get("x.order"), context }, "abcdefgh", { values });
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
    const load = vi.fn<Client["load"]>(async () => [42]);
    const context = contextWith({ schema, answers: { load } });
    await createOnce({ model: await context.models.get("x.order"), context }, "abcdefgh", { values, everyLine }, given);
    const { fields = [], rows: sent = [] } = load.mock.calls[0]?.[1] ?? {};
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
      "lines with different fields, which the form makes alike",
      { line_ids: rows({ name: "a" }, { price: 5 }) },
      { line_ids: rows({ name: "a", price: 5 }, { name: "a", price: 5 }) },
      "values.line_ids: ",
    ],
  ])("does not take the place of what was given: %s is refused", async (_, given, values, place) => {
    await expect(table(given, values)).rejects.toThrow(odooError("validation", `${place}with an idempotency_key`));
  });
});
