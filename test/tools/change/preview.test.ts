import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord, RawValues } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { Change } from "../../../src/tools/change/change.js";
import { type Preview, previewOf, WHOLE } from "../../../src/tools/change/preview.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const schema = schemaWith({
  "x.order": {
    display_name: fieldWith({ readonly: true }),
    name: fieldWith(),
    note: fieldWith(),
    total: fieldWith({ type: "float" }),
    closed_note: fieldWith(),
    number: fieldWith({ readonly: true }),
    photo: fieldWith({ type: "binary" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.partner" }),
    props: fieldWith({ type: "properties" }),
  },
  "x.partner": { name: fieldWith() },
  "x.line": {
    product: fieldWith(),
    name: fieldWith(),
    price: fieldWith({ type: "float" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
  },
});

interface Asked {
  change: Partial<Change>;
  answers?: Partial<Client>;
  policy?: PolicyConfig;
  major?: number;
}

/** What is told of a change of orders, which is never made. */
async function previewed({ change, answers = {}, policy = {}, major = 19 }: Asked): Promise<Preview> {
  const call = await modelCall("x.order", "update", contextWith({ schema, policy, answers, major }));
  const never = () => Promise.reject(new Error("A preview changes nothing."));
  const whole = { call, effect: "update", ids: [], rows: [], touched: [], write: never, after: never } as const;
  return previewOf({ ...whole, ...change });
}

const HELD: Partial<Client> = {
  read: async (model, ids) =>
    ids.map(
      (id): RawRecord =>
        model === "x.partner" ? { id, display_name: "Deco" } : { id, display_name: `Order ${id}`, note: "old" },
    ),
};

describe("the records of a preview", () => {
  it("are shown with what they hold now and what they will, a many2one by its name", async () => {
    const rows = [{ note: "new", partner_id: 3 }];
    expect((await previewed({ change: { ids: [7], rows }, answers: HELD })).records).toEqual([
      {
        id: 7,
        name: "Order 7",
        values: { note: { old: "old", new: "new" }, partner_id: { new: { id: 3, name: "Deco" } } },
      },
    ]);
  });

  it("have each its own values, or all the same", async () => {
    const notes = async (rows: RawValues[]) =>
      (await previewed({ change: { ids: [7, 8], rows }, answers: HELD })).records.map(
        ({ values }) => values?.note?.new,
      );
    expect(await notes([{ note: "a" }, { note: "b" }])).toEqual(["a", "b"]);
    expect(await notes([{ note: "a" }])).toEqual(["a", "a"]);
  });

  it("are told with names that are read together, one call for each model", async () => {
    const read = vi.fn(HELD.read);
    const sent = { partner_id: 3, tag_ids: [[6, 0, [4, 5]]], line_ids: [[0, 0, { partner_id: 6 }]] };
    const change = { effect: "create", rows: [{ partner_id: 3 }], sent: [sent] } as const;
    const defaultGet = async () => ({});
    const told = await previewed({ change, answers: { read, defaultGet } });
    expect(told.computed).toMatchObject({ tag_ids: [{ id: 4 }, { id: 5 }], line_ids: [{ partner_id: { id: 6 } }] });
    expect(read.mock.calls.map(([model, ids]) => [model, ids])).toEqual([["x.partner", [3, 4, 5, 6]]]);
    const three = [1, 2, 3].map((id) => ({ partner_id: id }));
    const several = { effect: "create", rows: three, sent: [sent, sent, sent] } as const;
    await previewed({ change: several, answers: { read } });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("are the first twenty, and how many more", async () => {
    const changed = await previewed({ change: { ids: many(25), rows: [{ note: "a" }] }, answers: HELD });
    expect([changed.records.length, changed.more]).toEqual([20, 5]);
    const made = await previewed({ change: { effect: "create", rows: many(21).map(() => ({ note: "a" })) } });
    expect([made.records.length, made.more]).toEqual([20, 1]);
    expect(await previewed({ change: { ids: [7] }, answers: HELD })).not.toHaveProperty("more");
  });

  it("are all of them where that is asked for", async () => {
    const call = await modelCall("x.order", "update", contextWith({ schema, answers: HELD }));
    const never = () => Promise.reject(new Error("A preview changes nothing."));
    const change = { call, effect: "update", touched: [], write: never, after: never } as const;
    const rows = [{ note: "a" }];
    expect((await previewOf({ ...change, ids: many(25), rows }, WHOLE)).records).toHaveLength(25);
  });

  it("are told for a dialogue with those that it was opened for", async () => {
    const openedFor = { model: "x.partner", ids: many(21) };
    const change = { rows: [{ note: "a" }], sent: [{ note: "a", name: "b", total: 5 }], shown: ["name"], openedFor };
    const told = await previewed({ change: { ...change, effect: "act" }, answers: HELD });
    expect(told).toMatchObject({ records: [{ values: { note: { new: "a" } } }], computed: { name: "b" } });
    expect(told.computed).not.toHaveProperty("total");
    expect(told.opened_for).toMatchObject({ model: "x.partner", more: 1, records: { length: 20 } });
    expect(told.opened_for?.records[0]).toEqual({ id: 1, name: "Deco" });
  });

  it("tell of a file how large it is, and of an id that is none what was given", async () => {
    const rows = [{ photo: "A".repeat(400), partner_id: "x" }];
    const { records } = await previewed({
      change: { effect: "create", rows },
      answers: { defaultGet: async () => ({}) },
    });
    expect(records).toEqual([{ values: { photo: { new: "a file of 300 bytes" }, partner_id: { new: "x" } } }]);
  });

  it("have no old value and no name where the policy does not let them be read", async () => {
    const policy: PolicyConfig = { "x.order": { operations: ["update"] }, "x.partner": { operations: [] } };
    const rows = [{ note: "new", partner_id: 3 }];
    const blind = await previewed({ change: { ids: [7], rows }, answers: HELD, policy });
    expect(blind.records).toEqual([{ id: 7, values: { note: { new: "new" }, partner_id: { new: { id: 3 } } } }]);
  });

  it("have no old value where Odoo refuses to show it, and fail where Odoo fails", async () => {
    const failing = (category: "forbidden" | "timeout") =>
      previewed({
        change: { ids: [7], rows: [{ note: "new" }] },
        answers: { read: () => Promise.reject(new OdooError(category, "No.")) },
      });
    expect((await failing("forbidden")).records).toEqual([{ id: 7, values: { note: { new: "new" } } }]);
    await expect(failing("timeout")).rejects.toThrow("No.");
  });
});

describe("beside the records", () => {
  it("a preview tells the effect, the button and what a person is asked before", async () => {
    const touched = [{ model: "x.order", effect: "send", records: 1 }] as const;
    const change = { effect: "send", method: "action_send", ids: [7], touched } as const;
    expect(await previewed({ change, answers: HELD })).toEqual({
      effect: "send",
      model: "x.order",
      method: "action_send",
      records: [{ id: 7, name: "Order 7" }],
      asks: ["it may send something to people (x.order)"],
      not_known: expect.stringContaining("What is sent to whom"),
    });
  });

  it.each([
    ["create", "Numbers"],
    ["update", "Fields that Odoo computes"],
    ["delete", "depends on these records"],
    ["act", "What the button does"],
  ] as const)("of effect %s it says what cannot be known", async (effect, text) => {
    const change = { effect, ids: [7] };
    expect((await previewed({ change, answers: HELD })).not_known).toContain(text);
  });
});

describe("the dialogue of a step", () => {
  it("is told with what is given and what it holds beside that, without closed fields", async () => {
    const policy: PolicyConfig = { "x.order": { denyFields: ["closed_note"] } };
    const call = await modelCall("x.order", "act", contextWith({ schema, policy, answers: HELD }));
    const filled = {
      call,
      button: { name: "action_apply" },
      given: { note: "a", partner_id: 3 },
      values: { note: "a", partner_id: 3, total: 5, name: false, closed_note: "secret", photo: "AAAA" },
    };
    expect((await previewed({ change: { effect: "act", ids: [7], filled }, answers: HELD })).dialogue).toEqual({
      model: "x.order",
      button: "action_apply",
      values: { note: "a", partner_id: { id: 3, name: "Deco" }, total: 5 },
    });
    expect(await previewed({ change: { ids: [7] }, answers: HELD })).not.toHaveProperty("dialogue");
  });
});

describe("what Odoo fills in of a new record", () => {
  const GIVEN = { note: "a" };
  const made = (sent: RawValues, { answers = {}, ...asked }: Partial<Asked> = {}, rows: RawValues[] = [GIVEN]) =>
    previewed({
      change: { effect: "create", rows, sent: [{ ...GIVEN, ...sent }] },
      ...asked,
      answers: { ...HELD, defaultGet: async () => ({}), ...answers },
    });

  it("is told beside the values, without what is empty or given, a many2one by its name", async () => {
    const sent = { name: "New", total: 0, partner_id: 3, photo: "AAAA", number: false, props: { a: 1 } };
    expect((await made(sent)).computed).toEqual({ name: "New", partner_id: { id: 3, name: "Deco" } });
  });

  it.each([14, 16, 19])("has the defaults of the rest among it on Odoo %i, as they would be read", async (major) => {
    const defaultGet = vi.fn<Client["defaultGet"]>(async () => ({ name: "Default", total: 5, partner_id: 3 }));
    const { computed } = await made({ name: "New" }, { answers: { defaultGet }, major });
    expect(computed).toEqual({ name: "New", total: 5, partner_id: { id: 3, name: "Deco" } });
    expect(defaultGet.mock.calls[0]?.slice(0, 2)).toEqual(["x.order", ["total", "closed_note", "partner_id"]]);
  });

  it("has the new lines as objects of what is filled in in them, in their order", async () => {
    const line_ids = [
      [4, 9, 0],
      [0, 0, { product: "desk", name: "Desk", price: 80, partner_id: 3 }],
      [0, 0, { product: "chair", name: "Given", price: 0 }],
    ];
    const given = { line_ids: { create: [{ product: "desk" }, { product: "chair", name: "Given" }], link: [9] } };
    expect((await made({ line_ids }, {}, [given])).computed).toEqual({
      note: "a",
      line_ids: [{ name: "Desk", price: 80, partner_id: { id: 3, name: "Deco" } }, {}],
    });
    expect((await made({ line_ids })).computed).toMatchObject({
      line_ids: [
        { id: 9, name: "Order 9" },
        { product: "desk", name: "Desk" },
        { product: "chair", name: "Given" },
      ],
    });
  });

  it("has what is linked by its names, where nothing was given for it", async () => {
    const sent = { tag_ids: [[6, 0, [1, 2]]] };
    expect((await made(sent)).computed).toEqual({
      tag_ids: [
        { id: 1, name: "Deco" },
        { id: 2, name: "Deco" },
      ],
    });
    expect((await made(sent, {}, [{ ...GIVEN, tag_ids: [1, 2] }])).computed).toEqual({});
    expect((await made({ tag_ids: [[6, 0, []]] })).computed).toEqual({});
  });

  it("does not tell closed fields, nor those of lines, and does not ask for them", async () => {
    const defaultGet = vi.fn<Client["defaultGet"]>(async () => ({ closed_note: "secret" }));
    const policy: PolicyConfig = { "x.order": { denyFields: ["closed_note"] }, "x.line": { denyFields: ["price"] } };
    const sent = { line_ids: [[0, 0, { name: "Desk", price: 80 }]] };
    expect((await made(sent, { answers: { defaultGet }, policy })).computed).toEqual({ line_ids: [{ name: "Desk" }] });
    expect(defaultGet.mock.calls[0]?.[1]).not.toContain("closed_note");
    expect((await made({ closed_note: "secret" }, { policy })).computed).toEqual({});
  });

  it("has a many2one without its name where the policy does not let that be read", async () => {
    const policy: PolicyConfig = { "x.partner": { operations: [] } };
    expect((await made({ partner_id: 3 }, { policy })).computed).toEqual({ partner_id: { id: 3 } });
  });

  it("is the first forty and how many more, or all where that is asked for", async () => {
    const fields = Object.fromEntries(many(41).map((at) => [`f${at}`, fieldWith()]));
    const context = contextWith({
      schema: schemaWith({ "x.order": fields }),
      answers: { defaultGet: async () => ({}) },
    });
    const call = await modelCall("x.order", "create", context);
    const never = () => Promise.reject(new Error("A preview changes nothing."));
    const sent = [Object.fromEntries(Object.keys(fields).map((name) => [name, "x"]))];
    const change = {
      call,
      effect: "create",
      ids: [],
      rows: [{}],
      sent,
      touched: [],
      write: never,
      after: never,
    } as const;
    const { computed = {} } = await previewOf(change);
    expect([Object.keys(computed).length, computed["(more)"]]).toEqual([41, 1]);
    expect(Object.keys((await previewOf(change, WHOLE)).computed ?? {})).toEqual(Object.keys(fields));
  });

  it("is what the form filled in where Odoo tells no defaults, of several records each its own, and nothing of none that is new", async () => {
    const defaultGet = () => Promise.reject(new OdooError("server_error", "x"));
    expect((await made({ name: "New" }, { answers: { defaultGet } })).computed).toEqual({ name: "New" });
    const several = await made({ name: "New" }, {}, [GIVEN, { note: "b" }]);
    expect(several).not.toHaveProperty("computed");
    expect(several.records[0]).toEqual({ values: { note: { new: "a" } }, computed: { name: "New" } });
    expect(await previewed({ change: { ids: [7] }, answers: HELD })).not.toHaveProperty("computed");
  });
});

it("what Odoo's form would warn of is told, and nothing where it warns of nothing", async () => {
  const change = { ids: [7], warnings: ["No stock."] };
  expect((await previewed({ change, answers: HELD })).warnings).toEqual(["No stock."]);
  for (const warnings of [[], undefined]) {
    const told = await previewed({ change: { ids: [7], ...(warnings ? { warnings } : {}) }, answers: HELD });
    expect(told).not.toHaveProperty("warnings");
  }
});
