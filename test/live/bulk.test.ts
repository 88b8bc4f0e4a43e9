import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { EFFECTS } from "../../src/tools/policy/effects.js";
import { openTools, type Tools } from "./in-process.js";
import { describeEachOdoo } from "./odoos.js";

// update_records: many records, each with its own values, in one transaction.

const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));
const MODEL = "res.partner.title";
const TAG = "res.partner.category";

describeEachOdoo("update_records", ({ series, admin }) => {
  let tools: Tools;
  const model = series === "14" ? MODEL : TAG;
  const names = async (ids: number[]) =>
    (await tools.client.read(model, ids, ["name"])).map(({ name }) => name as string);
  const made: [model: string, ids: number[]][] = [];
  const createOf = async (of: string, rows: Record<string, unknown>[]) => {
    const ids = await tools.client.create(of, rows);
    made.push([of, ids]);
    return ids;
  };
  const create = async (...given: string[]) =>
    createOf(
      model,
      given.map((name) => ({ name })),
    );

  beforeAll(async () => {
    // No menu of 14's leads to the titles of contacts.
    tools = await openTools(GENERATED, admin, { policy: { [model]: { operations: EFFECTS } } });
  });
  afterAll(async () => {
    for (const [of, ids] of made) await tools.client.unlink(of, ids);
    await closeConnections();
  });

  it("gives every record its own values, in one call", async () => {
    const ids = await create("a", "b", "c");
    const before = tools.asked.length;
    const updates = ids.map((id, at) => ({ id, values: { name: `name ${at}; "quoted", ${id}` } }));
    expect(await tools.call("update_records", { model, updates })).toEqual({ ids });
    const writes = tools.asked.slice(before).filter(({ method }) => ["write", "load"].includes(method));
    expect(writes).toHaveLength(1);
    expect(await names(ids)).toEqual(updates.map(({ values }) => values.name));
  });

  it("changes nothing where Odoo refuses one of them", async () => {
    const ids = await create("left", "alone");
    const [first = 0] = ids;
    const updates = [
      { id: first, values: { name: "changed" } },
      { id: 99_999_999, values: { name: "changed too" } },
    ];
    await expect(tools.call("update_records", { model, updates })).rejects.toMatchObject({ outcome: "not_applied" });
    expect(await names(ids)).toEqual(["left", "alone"]);
  });

  it("sends nothing where one of the values is wrong, and says which", async () => {
    const [first = 0, second = 0] = await create("x", "y");
    const before = tools.asked.length;
    const attempt = (updates: object[]) => tools.call("update_records", { model, updates });
    const other = series === "14" ? { shortcut: "z" } : { color: 1 };
    const right = { id: first, values: { name: "z" } };
    await expect(attempt([right, { id: second, values: { name: 5 } }])).rejects.toThrow("updates[1].values.name");
    await expect(attempt([right, { id: second, values: { nme: "z" } }])).rejects.toThrow('Unknown field "nme"');
    await expect(attempt([right, { id: second, values: other }])).rejects.toThrow("same fields");
    await expect(attempt([right, right])).rejects.toThrow("each record may be named once");
    const sent = tools.asked.slice(before).map(({ method }) => method);
    expect(sent.filter((method) => !["fields_get", "onchange"].includes(method))).toEqual([]);
    expect(await names([first, second])).toEqual(["x", "y"]);
  });

  it("writes each type exactly, and empties with null", async () => {
    const [country] = await tools.client.search("res.country", [["code", "=", "BE"]], { limit: 1 });
    const partners = await createOf("res.partner", [{ name: "p" }, { name: "q", street: "old" }]);
    const [first = 0, second = 0] = partners;
    const updates = [
      {
        id: first,
        values: { name: "P", street: '1; "x"', color: 3, country_id: country, is_company: true, category_id: [1] },
      },
      {
        id: second,
        values: { name: "Q", street: null, color: 0, country_id: null, is_company: false, category_id: [] },
      },
    ];
    await tools.call("update_records", { model: "res.partner", updates });
    const fields = ["name", "street", "color", "country_id", "is_company", "category_id"];
    expect(await tools.client.read("res.partner", partners, fields)).toEqual([
      { ...updates[0]?.values, id: first, country_id: [country, "Belgium"] },
      { id: second, name: "Q", street: false, color: 0, country_id: false, is_company: false, category_id: [] },
    ]);
  });

  it("refuses what it cannot carry in one transaction", async () => {
    const [id = 0] = await createOf("res.partner", [{ name: "r" }]);
    const attempt = (values: object) =>
      tools.call("update_records", { model: "res.partner", updates: [{ id, values }] });
    await expect(attempt({ child_ids: { create: [{ name: "c" }] } })).rejects.toThrow("one record at a time only");
    await expect(attempt({ category_id: { link: [1] } })).rejects.toThrow("one record at a time only");
    await tools.client.write("res.partner", [id], { active: false });
    await expect(attempt({ name: "s" })).rejects.toMatchObject({ outcome: "not_applied" });
  });
});
