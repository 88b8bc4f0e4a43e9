import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord, RawValues } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { Change } from "../../../src/tools/change/change.js";
import { type Preview, previewOf, previewText } from "../../../src/tools/change/preview.js";
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
    line_ids: fieldWith({ type: "one2many", relation: "x.partner" }),
    props: fieldWith({ type: "properties" }),
  },
  "x.partner": { name: fieldWith() },
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

  it("are the first twenty, and how many more", async () => {
    const changed = await previewed({ change: { ids: many(25), rows: [{ note: "a" }] }, answers: HELD });
    expect([changed.records.length, changed.more]).toEqual([20, 5]);
    const made = await previewed({ change: { effect: "create", rows: many(21).map(() => ({ note: "a" })) } });
    expect([made.records.length, made.more]).toEqual([20, 1]);
    expect(await previewed({ change: { ids: [7] }, answers: HELD })).not.toHaveProperty("more");
  });

  it("tell of a file how large it is, and of an id that is none what was given", async () => {
    const rows = [{ photo: "A".repeat(400), partner_id: "x" }];
    const { records } = await previewed({
      change: { effect: "create", rows },
      answers: { onchange: async () => ({}) },
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

describe("what Odoo fills in of a new record", () => {
  const answer = { name: "New", total: 0, note: false, photo: "x", partner_id: { id: 3, display_name: "Deco" } };
  const made = (asked: Partial<Asked> & { answers: Partial<Client> }, rows: RawValues[] = [{ note: "a" }]) =>
    previewed({ change: { effect: "create", rows, sent: rows }, ...asked, answers: { ...HELD, ...asked.answers } });

  it("is told beside the values, without what is empty or given, a many2one by its name", async () => {
    const onchange = vi.fn<Client["onchange"]>(async () => answer);
    expect((await made({ answers: { onchange } })).computed).toEqual({
      name: "New",
      partner_id: { id: 3, name: "Deco" },
    });
    expect(onchange.mock.calls[0]?.slice(0, 3)).toEqual([
      "x.order",
      { note: "a" },
      ["name", "total", "closed_note", "partner_id"],
    ]);
  });

  it("is not asked of closed fields", async () => {
    const onchange = vi.fn<Client["onchange"]>(async () => ({ closed_note: "secret" }));
    const policy: PolicyConfig = { "x.order": { denyFields: ["closed_note"] } };
    expect((await made({ answers: { onchange }, policy })).computed).toEqual({});
    expect(onchange.mock.calls[0]?.[2]).not.toContain("closed_note");
  });

  it("has the defaults among it before 17, which onchange does not tell there", async () => {
    const onchange = async () => ({ name: "New" });
    const defaultGet = vi.fn<Client["defaultGet"]>(async () => ({ name: "Default", total: 5 }));
    const { computed } = await made({ answers: { onchange, defaultGet }, major: 16 });
    expect(computed).toEqual({ name: "New", total: 5 });
    await made({ answers: { onchange, defaultGet }, major: 17 });
    expect(defaultGet).toHaveBeenCalledOnce();
  });

  it("is left out where Odoo cannot tell, and of several records or none that is new", async () => {
    const onchange = () => Promise.reject(new OdooError("server_error", "x"));
    expect((await made({ answers: { onchange } })).computed).toEqual({});
    const old = { answers: { onchange: async () => ({ name: "New" }), defaultGet: onchange }, major: 16 };
    expect((await made(old)).computed).toEqual({ name: "New" });
    expect(await made({ answers: {} }, [{ note: "a" }, { note: "b" }])).not.toHaveProperty("computed");
    expect(await previewed({ change: { ids: [7] }, answers: HELD })).not.toHaveProperty("computed");
  });
});

describe("the question to a person", () => {
  const question = (more: Partial<Preview>) =>
    previewText(
      { effect: "update", model: "x.order", records: [{ id: 7 }], asks: ["it is so"], not_known: "", ...more },
      "https://odoo.example",
    );

  it("says what is to be done, where, why, and to which records", () => {
    const records = [
      { id: 7, name: "Azure", values: { note: { old: "a", new: "b" }, total: { new: 5 } } },
      { values: { note: { new: "c" } } },
    ];
    expect(question({ records, more: 3, asks: ["it is so", "it is many"] }).split("\n")).toEqual([
      "The assistant wants to change 5 records of x.order in https://odoo.example. You are asked because it is so, and it is many.",
      '- "Azure", id 7',
      '    note: "a" -> "b"',
      "    total: 5",
      "- new",
      '    note: "c"',
      "and 3 more",
    ]);
  });

  it.each([
    ["create", undefined, "create 1 record of x.order"],
    ["delete", undefined, "delete 1 record of x.order"],
    ["act", "action_go", "action_go on 1 record of x.order"],
  ] as const)("of effect %s and method %s is to %3$s", (effect, method, text) => {
    expect(question({ effect, ...(method ? { method } : {}) })).toContain(`wants to ${text} in`);
  });

  it.each(["\n- id 9", "\r\n", "\u2028- id 9", "\u202e", "\u200b", "\u3164", "\ue000", "\u{e0041}"])(
    "has no line and nothing unseen of a name's own: %j",
    (hidden) => {
      const text = question({ records: [{ id: 7, name: `Azure${hidden}` }] });
      expect(text.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(1);
      expect(text).not.toMatch(/[\p{Cf}\p{DI}\p{Co}\u2028\r]/u);
    },
  );

  it("has no value of more than 120 characters", () => {
    const [, , line = ""] = question({ records: [{ id: 7, values: { note: { new: "x".repeat(500) } } }] }).split("\n");
    expect(line).toHaveLength("    note: ".length + 120);
    expect(line).toMatch(/\.\.\.$/);
  });
});
