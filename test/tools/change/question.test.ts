import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { Preview } from "../../../src/tools/change/preview.js";
import { questionOf, questionText } from "../../../src/tools/change/question.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("the question to a person", () => {
  const question = (more: Partial<Preview>, models: Parameters<typeof questionText>[2] = {}) =>
    questionText(
      { effect: "update", model: "x.order", records: [{ id: 7 }], asks: ["it is so"], not_known: "", ...more },
      "https://odoo.example",
      models,
    );

  it("says what is to be done, where, why, to which records, and what Odoo warns of", () => {
    const records = [
      { id: 7, name: "Azure", values: { note: { old: "a", new: "b" }, total: { new: 5 } } },
      { values: { note: { new: "c" } } },
    ];
    const warnings = ["No stock.\n- id 9"];
    expect(question({ records, more: 3, asks: ["it is so", "it is many"], warnings }).split("\n")).toEqual([
      "The assistant wants to change 5 records of x.order in https://odoo.example. You are asked because it is so, and it is many.",
      '- "Azure", id 7',
      '    note: "a" -> "b"',
      "    total: 5",
      "- new",
      '    note: "c"',
      "and 3 more",
      'Odoo warns: "No stock.\\n- id 9"',
    ]);
  });

  it("says what the dialogue of a step holds, and which of its buttons is pressed, with no line of a value's own", () => {
    const dialogue = { model: "a.wizard", button: "action_apply", values: { note: "x\n- id 9", total: 5 } };
    expect(question({ effect: "act", method: "action_go", dialogue }).split("\n").slice(2)).toEqual([
      "It presses action_apply of the dialogue a.wizard, which holds:",
      "    note:",
      "        | x",
      "        | - id 9",
      "    total: 5",
    ]);
  });

  it("says who gets an e-mail of it, a line each and all of them", () => {
    const lines = question({ sends: many(22).map((n) => ({ to: `P${n}\n- id 9`, because: "follows it" })) })
      .split("\n")
      .slice(2);
    expect(lines).toHaveLength(23);
    expect(lines.slice(0, 2)).toEqual([
      "Odoo sends an e-mail or a notice of it to:",
      '    "P1\\n- id 9", who "follows it"',
    ]);
  });

  it("names the records that a dialogue was opened for, and what Odoo fills in", () => {
    const opened_for = { model: "x.order", records: [{ id: 5, name: "S0005" }] };
    const records = [{ values: { subject: { new: "Hello" } } }];
    const told = question({
      effect: "send",
      method: "action_send_mail",
      records,
      opened_for,
      computed: { body: "Hi" },
    });
    expect(told.split("\n").slice(1)).toEqual([
      "- new",
      '    subject: "Hello"',
      "Odoo fills in beside:",
      '    body: "Hi"',
      "It was opened for 1 record of x.order:",
      '- "S0005", id 5',
    ]);
  });

  it("says what is filled in beside in each of several new records", () => {
    const records = [{ values: { note: { new: "a" } }, computed: { total: 5 } }, { values: { note: { new: "b" } } }];
    expect(question({ effect: "create", records }).split("\n").slice(1)).toEqual([
      "- new",
      '    note: "a"',
      "    and beside, by Odoo:",
      "    total: 5",
      "- new",
      '    note: "b"',
    ]);
  });

  it("says what a dialogue is filled in with that may open", () => {
    const told = (meant: Preview["meant"]) =>
      question(meant ? { meant } : {})
        .split("\n")
        .slice(2);
    expect(told({ values: { reason: "late" }, button: "go" })).toEqual([
      'It presses "go" of the dialogue that may open, filled in with:',
      '    reason: "late"',
    ]);
    expect(told({})).toEqual(["It presses the usual button of the dialogue that may open, filled in with:"]);
  });

  it.each([
    ["create", undefined, "create 1 record of x.order"],
    ["delete", undefined, "delete 1 record of x.order"],
    ["act", "action_go", "take the step action_go on 1 record of x.order"],
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

  it("has what is sent whole, and of what is there now the beginning and how long it is", () => {
    const values = { note: { old: "o".repeat(500), new: "n".repeat(5000) } };
    const [, , line = ""] = question({ records: [{ id: 7, values }] }).split("\n");
    expect(line).toBe(`    note: "${"o".repeat(119)}... (502 characters) -> "${"n".repeat(5000)}"`);
  });

  it("shows HTML as it is read, with addresses that differ from their texts and what a browser would hide", () => {
    const model = { name: "x.order", label: "", fields: { body: fieldWith({ type: "html" }) } };
    const body =
      '<p>Pay <a href="https://evil.example/x">at your bank</a></p><p style="display:none">hid\u200bden</p>' +
      '<a href="https://good.example">https://good.example</a>';
    const values = { body: { old: "<p>Old</p>", new: body } };
    expect(
      question({ records: [{ id: 7, values }] }, { records: model })
        .split("\n")
        .slice(2),
    ).toEqual([
      '    body: "Old" ->',
      "        | Pay <https://evil.example/x> at your bank",
      "        | hid?den",
      "        | https://good.example",
    ]);
    const dialogue = { model: "a.wizard", button: "go", values: { body: "<p>Hello</p>" } };
    expect(question({ dialogue }, { dialogue: model })).toContain('body: "Hello"');
  });
});

it("has every record by its name, also those that values name in lines", async () => {
  const schema = schemaWith({
    "x.order": { name: fieldWith(), line_ids: fieldWith({ type: "one2many", relation: "x.line" }) },
    "x.line": { partner_id: fieldWith({ type: "many2one", relation: "x.partner" }) },
    "x.partner": { name: fieldWith() },
  });
  const read: Client["read"] = async (model, ids) => ids.map((id) => ({ id, display_name: `${model} ${id}` }));
  const call = await modelCall("x.order", "update", contextWith({ schema, answers: { read } }));
  const never = () => Promise.reject(new Error("A question changes nothing."));
  const rows = [{ line_ids: { create: [{ partner_id: 3 }], delete: [4] } }];
  const { text: asked } = await questionOf({
    ...{ call, effect: "update", ids: many(30), rows, touched: [], write: never, after: never },
  });
  for (const id of many(30)) expect(asked).toContain(`- "x.order ${id}", id ${id}\n`);
  expect(asked).toContain(
    '{"create":[{"partner_id":{"id":3,"name":"x.partner 3"}}],"delete":[{"id":4,"name":"x.line 4"}]}',
  );
});

it("leaves out what Odoo fills in beside where there are very many new records", async () => {
  const schema = schemaWith({ "x.order": { name: fieldWith(), note: fieldWith() } });
  const call = await modelCall("x.order", "create", contextWith({ schema }));
  const never = () => Promise.reject(new Error("A question changes nothing."));
  const asked = async (count: number) => {
    const rows = many(count).map((id) => ({ name: `Order ${id}` }));
    const sent = rows.map((row) => ({ ...row, note: "Filled in by Odoo, in so many words" }));
    const change = { call, ids: [], rows, sent, touched: [], write: never, after: never };
    return (await questionOf({ ...change, effect: "create" })).text;
  };
  expect(await asked(3)).toContain("Filled in by Odoo");
  const text = await asked(150);
  expect(text).not.toContain("Filled in by Odoo");
  expect(text).toContain("What Odoo itself fills in beside is not shown");
  for (const id of many(150)) expect(text).toContain(`name: "Order ${id}"\n`);
});
