import { describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import type { AuditLine } from "../../src/tools/call/audit.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import { answer, callTool, contextOver, DESCRIBING, READING, TOOLS } from "../corpus/odoo.js";
import { placed, REFUSED, TAKEN } from "../corpus/sloppy-calls.js";
import type { Json } from "../support/mcp.js";

// What clients and models send in another form than the schemas ask for: taken as the call that is meant, or refused.

const SERIES = 19;

/** Records that the corpus's Odoo has. */
const IDS = { partner: 5, lead: 4, order: 5, line: 8, otherLine: 9, tag: 1, otherTag: 2, product: 3 };

const named = <Call extends { what: string }>(calls: readonly Call[]) =>
  calls.map((call) => [call.what, placed(call, IDS)] as const);

const questions = (asked: readonly WireCall[]) =>
  asked.map(({ model, method, ids, params, context }) => ({ model, method, ids, params, context }));

/** What changes something, or may. */
const changing = (asked: readonly WireCall[]) =>
  asked.filter(({ method }) => !DESCRIBING.has(method) && !READING.has(method));

it("is a corpus worth the name", () => {
  const calls = [TAKEN, REFUSED].flatMap((themes) => Object.values(themes).flat());
  expect(calls.length).toBeGreaterThanOrEqual(200);
  expect(new Set(calls.map(({ tool, args }) => JSON.stringify([tool, args]))).size).toBe(calls.length);
});

describe.each(Object.entries(TAKEN))("%s", (_theme, calls) => {
  it.each(named(calls))("is taken: %s", async (_what, { tool, args, meant, writes }) => {
    const [given, plain] = await Promise.all([callTool(tool, args, SERIES), callTool(tool, meant, SERIES)]);
    expect(given.error).toBeUndefined();
    expect(given.result).toEqual(plain.result);
    expect(questions(given.asked)).toEqual(questions(plain.asked));
    const [{ params } = {}] = changing(given.asked);
    if (writes) expect(params?.vals ?? (args.dry_run ? writes : undefined)).toEqual(writes);
  });
});

describe.each(Object.entries(REFUSED))("%s", (_theme, calls) => {
  it.each(named(calls))("is refused: %s", async (_what, { tool, args, words }) => {
    const { error, asked } = await callTool(tool, args, SERIES);
    expect(error).toBeInstanceOf(OdooError);
    expect(error).toMatchObject({ category: "validation", outcome: "not_applied" });
    expect((error as OdooError).message).toContain(words);
    expect(changing(asked)).toEqual([]);
  });
});

it("takes the lines of an invoice as most examples of Odoo have them, though the config does not name their model", async () => {
  const line = [0, 0, { name: "Work", price_unit: "100.0", tax_ids: [[6, 0, [1]]] }];
  const values = { move_type: "out_invoice", partner_id: 5, invoice_line_ids: [line] };
  const row = { name: "Work", price_unit: 100, tax_ids: { set: [1] } };
  const [given, plain] = await Promise.all([
    callTool("account_move_create", { values }, SERIES),
    callTool("account_move_create", { values: { ...values, invoice_line_ids: { create: [row] } } }, SERIES),
  ]);
  expect(given.error).toBeUndefined();
  expect(changing(given.asked).map(({ params }) => params)).toEqual(changing(plain.asked).map(({ params }) => params));
  expect(JSON.stringify(changing(given.asked))).toContain('"price_unit":100,"tax_ids":[[6,0,[1]]]');
});

describe("what is meant is seen", () => {
  const POLICY: PolicyConfig = {
    "*": { maxRecords: 2 },
    "res.partner": { operations: ["read", "update"], denyFields: ["email"] },
    "sale.order.line": { operations: ["read", "update"], denyFields: ["price_unit"] },
  };

  /** What a call under the policy comes to: what Odoo was asked, what a person was, and what was audited. */
  async function seen(tool: string, args: Json) {
    const asked: WireCall[] = [];
    const questions: string[] = [];
    const lines: AuditLine[] = [];
    const wire = async (call: WireCall) => {
      asked.push(call);
      return answer(call);
    };
    const ask = async (question: string) => {
      questions.push(question);
      return "accept" as const;
    };
    const audit = { write: (line: AuditLine) => void lines.push(line) };
    const context = { ...contextOver(SERIES, wire, POLICY), audit, ask };
    const result = await TOOLS.get(tool)
      ?.run(args, context)
      .catch((error: unknown) => error);
    return { result, asked: changing(asked), questions, lines };
  }

  it.each<[what: string, tool: string, args: Json, rule: string]>([
    ["a closed field in a text", "res_partner_update", { ids: [5], values: '{"email": "x"}' }, "denyFields"],
    ["a closed field to read", "res_partner_read", { ids: 5, fields: "email" }, "denyFields"],
    ["a closed field in a domain", "res_partner_search", { domain: '[["email", "=", "x"]]' }, "denyFields"],
    [
      "a closed field in a command",
      "sale_order_update",
      { ids: 5, values: { order_line: [[1, 8, { price_unit: 1 }]] } },
      "denyFields",
    ],
    [
      "a closed field in commands in a text in a text",
      "sale_order_update",
      { ids: 5, values: '{"order_line": "[[1, 8, {\\"price_unit\\": 1}]]"}' },
      "denyFields",
    ],
    ["a line deleted by a command", "sale_order_update", { ids: 5, values: { order_line: [[2, 8, 0]] } }, "operations"],
    [
      "a line deleted without a list",
      "sale_order_update",
      { ids: 5, values: { order_line: { delete: 8 } } },
      "operations",
    ],
    [
      "a line made by a command",
      "sale_order_update",
      { ids: 5, values: { order_line: [[0, 0, { product_id: 4 }]] } },
      "operations",
    ],
    [
      "more records than it lets, in a text",
      "crm_lead_update",
      { ids: "[3, 4, 5]", values: { name: "x" } },
      "maxRecords",
    ],
  ])("by the policy: %s", async (_what, tool, args, rule) => {
    const { result, asked } = await seen(tool, args);
    expect(result).toMatchObject({ category: "forbidden", rule: expect.stringContaining(rule) });
    expect(asked).toEqual([]);
  });

  it("by the audit, and by the person who is asked", async () => {
    const { lines } = await seen("res_partner_update", { ids: "[5]", values: '{"phone": "1"}', toolCallId: "c" });
    expect(lines).toMatchObject([{ event: "begin", ids: [5], values: [{ phone: "1" }] }, { event: "end" }]);
    const deletion = { ids: "[3, 4]" };
    const { questions } = await seen("crm_lead_delete", deletion);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatch(/2 /);
  });

  it("by the preview", async () => {
    const { result } = await seen("crm_lead_update", { ids: "4", values: { tag_ids: "[[4, 1]]" }, dry_run: "true" });
    expect(result).toEqual(
      (await seen("crm_lead_update", { ids: [4], values: { tag_ids: { link: [1] } }, dry_run: true })).result,
    );
    expect(JSON.stringify(result)).toContain("tag_ids");
  });
});
