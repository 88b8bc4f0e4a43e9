import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { checkRepeated } from "../../../src/tools/write/contradictions.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    text: fieldWith({ type: "html" }),
    price: fieldWith({ type: "float" }),
    count: fieldWith({ type: "integer" }),
    flag: fieldWith({ type: "boolean" }),
    day: fieldWith({ type: "date" }),
    kind: fieldWith({ type: "selection", selection: [["a", "A"]] }),
    lost: fieldWith({ store: false }),
    photo: fieldWith({ type: "binary" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
  },
  "x.line": {
    name: fieldWith(),
    qty: fieldWith({ type: "float" }),
    part_ids: fieldWith({ type: "one2many", relation: "x.part" }),
  },
  "x.part": { name: fieldWith() },
});

const rows = (...lines: RawValues[]) => lines.map((line) => [0, 0, line]);

/** What is refused of the values, where the order 7 holds the record, and its lines those of their models. */
async function refusal(
  values: RawValues,
  record: RawValues,
  lines: Readonly<Record<string, readonly (RawValues & { id: number })[]>> = {},
  policy: PolicyConfig = {},
) {
  const read = vi.fn<Client["read"]>(async (model, ids) =>
    model === "x.order" ? [{ ...record, id: 7 }] : (lines[model] ?? []).filter(({ id }) => ids.includes(id)),
  );
  const context = contextWith({ schema, answers: { read }, policy });
  const call = { model: await context.models.get("x.order"), context };
  const error = await checkRepeated(call, 7, values).then(
    () => undefined,
    (thrown: OdooError) => thrown,
  );
  return { error, named: /given: (.*)\. Nothing was written\.$/.exec(error?.message ?? "")?.[1], read };
}

describe("values that a record holds", () => {
  it.each<[what: string, values: RawValues, record: RawValues]>([
    ["a text", { name: "a" }, { name: "a" }],
    ["a text that Odoo puts into its form", { name: "Example.com " }, { name: "http://example.com" }],
    ["no text", { name: false }, { name: "" }],
    ["HTML that Odoo cleans", { text: '<p class="x">a<br>b &amp; c</p>' }, { text: "<p>a<br/>b &amp; c</p>" }],
    ["a number that Odoo rounds", { price: 10.126 }, { price: 10.13 }],
    ["a number that Odoo rounds to a whole one", { price: 10.4 }, { price: 10 }],
    ["no number", { count: false }, { count: 0 }],
    ["a boolean", { flag: true }, { flag: true }],
    ["a day of the first years", { day: "0001-01-01" }, { day: "1-01-01" }],
    ["a many2one", { partner_id: 5 }, { partner_id: [5, "P"] }],
    ["no many2one", { partner_id: false }, { partner_id: false }],
    ["all tags", { tag_ids: [[6, 0, [2, 1]]] }, { tag_ids: [1, 2] }],
    ["a tag beside Odoo's own", { tag_ids: [[4, 1]] }, { tag_ids: [1, 2] }],
    ["no tags", { tag_ids: false }, { tag_ids: [] }],
    ["what is not stored", { lost: "a" }, { lost: "b" }],
    ["a file, which is read as its size", { photo: "QQ==" }, { photo: "1 B" }],
  ])("are not refused: %s", async (_, values, record) => {
    expect((await refusal(values, record)).error).toBeUndefined();
  });

  it("are not asked for where nothing of them can be told", async () => {
    expect((await refusal({ photo: "QQ==" }, {})).read).not.toHaveBeenCalled();
  });

  it("are lines in any order, beside which Odoo made others", async () => {
    const lines = {
      "x.line": [
        { id: 1, name: "b", qty: 2, part_ids: [4] },
        { id: 2, name: "of Odoo", qty: 0, part_ids: [] },
        { id: 3, name: "a", qty: 1, part_ids: [] },
      ],
      "x.part": [{ id: 4, name: "p" }],
    };
    const values = { line_ids: rows({ name: "a", qty: 1 }, { name: "b", part_ids: rows({ name: "p" }) }) };
    expect((await refusal(values, { line_ids: [1, 2, 3] }, lines)).error).toBeUndefined();
  });
});

describe("values that a record does not hold", () => {
  it.each<[what: string, values: RawValues, record: RawValues]>([
    ["a text", { name: "a" }, { name: "b" }],
    ["no text", { name: false }, { name: "b" }],
    ["HTML", { text: "<p>a</p>" }, { text: "<p>b</p>" }],
    ["a number", { price: 10.13 }, { price: 10.14 }],
    ["a whole number", { count: 2 }, { count: 3 }],
    ["a boolean", { flag: false }, { flag: true }],
    ["a choice", { kind: "a" }, { kind: "b" }],
    ["a many2one", { partner_id: 5 }, { partner_id: [6, "P"] }],
    ["a tag", { tag_ids: [[4, 3]] }, { tag_ids: [1, 2] }],
    ["all tags", { tag_ids: [[6, 0, [1]]] }, { tag_ids: [1, 2] }],
    ["no tags", { tag_ids: false }, { tag_ids: [1] }],
  ])("are named: %s", async (_, values, record) => {
    expect((await refusal({ ...values, lost: "a" }, { ...record, lost: "b" })).named).toBe(Object.keys(values)[0]);
  });

  it("are refused with the record and what to do", async () => {
    const { error } = await refusal({ name: "a", price: 1 }, { name: "b", price: 2 });
    expect(error).toMatchObject({
      category: "validation",
      outcome: "not_applied",
      model: "x.order",
      record: 7,
      field: "name",
      message:
        "idempotency_key: it made x.order 7, which holds something else now than is given: name, price. Nothing was written.",
      hint: expect.stringContaining("Someone has changed x.order 7 since, or the key was meant for another record"),
    });
  });

  it("are named by their line", async () => {
    const lines = {
      "x.line": [
        { id: 1, name: "a", qty: 1, part_ids: [] },
        { id: 2, name: "b", qty: 2, part_ids: [4] },
      ],
      "x.part": [{ id: 4, name: "p" }],
    };
    const named = async (...given: RawValues[]) =>
      (await refusal({ line_ids: rows(...given) }, { line_ids: [1, 2] }, lines)).named;
    expect(await named({ name: "a" }, { name: "b", qty: 3 })).toBe("line_ids.create[1].qty");
    expect(await named({ name: "a" }, { name: "b", part_ids: rows({ name: "q" }) })).toBe(
      "line_ids.create[1].part_ids.create[0].name",
    );
    expect(await named({ name: "a" }, { name: "b" }, { name: "c" })).toBe("line_ids.create[2]");
  });
});

describe("a record that may not be read", () => {
  it("by the policy is not looked at", async () => {
    const policy: PolicyConfig = { "x.order": { operations: ["create"] } };
    const { error, read } = await refusal({ name: "a" }, { name: "b" }, {}, policy);
    expect(error).toBeUndefined();
    expect(read).not.toHaveBeenCalled();
  });

  it("by Odoo is not compared, and another failure is told", async () => {
    const failing = async (category: "forbidden" | "timeout") => {
      const read = () => Promise.reject(new OdooError(category, "No."));
      const context = contextWith({ schema, answers: { read } });
      return checkRepeated({ model: await context.models.get("x.order"), context }, 7, { name: "a" });
    };
    expect(await failing("forbidden")).toBeUndefined();
    await expect(failing("timeout")).rejects.toMatchObject({ category: "timeout" });
  });
});
