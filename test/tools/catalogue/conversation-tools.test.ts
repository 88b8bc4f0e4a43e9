import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { CONVERSATION_TOOLS } from "../../../src/tools/catalogue/conversation-tools.js";
import { conversation } from "../../support/conversation.js";

const tool = (name: string) => CONVERSATION_TOOLS.find(({ definition }) => definition.name === name);

it.each([
  ["read_messages", {}, "read"],
  ["post_message", {}, "send"],
  ["post_message", { kind: "comment" }, "send"],
  ["post_message", { kind: "note" }, "update"],
  ["schedule_activity", {}, "create"],
  ["complete_activity", {}, "act"],
])("%s with %j does: %s", (name, args, effect) => {
  expect(tool(name)?.target(args)).toEqual({ effect });
});

it("costs little: no tool more than 220 tokens, all together 800 at most", () => {
  const costs = CONVERSATION_TOOLS.map(({ definition: { name, description, inputSchema } }) => ({
    name,
    tokens: JSON.stringify({ name, description, inputSchema }).length / 4,
  }));
  for (const { name, tokens } of costs) expect([name, tokens < 220]).toEqual([name, true]);
  expect(costs.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThan(800);
});

it.each([
  ["read_messages", { model: "x.order", id: 5, changes: true }],
  ["post_message", { model: "x.order", id: 5, kind: "note", text: "x" }],
  ["post_message", { model: "x.order", id: 5, kind: "comment", text: "x", dry_run: true }],
  ["schedule_activity", { model: "x.order", id: 5, type: "Call", date: "2026-03-01" }],
  ["complete_activity", { id: 4 }],
])("%s with %j answers what its output schema has", async (name, args) => {
  const rows = {
    "mail.activity": [
      { id: 4, res_model: "x.order", res_id: 5 },
      { id: 50, activity_type_id: [2, "Call"], summary: false, date_deadline: "2026-03-01", user_id: [2, "Me"] },
    ],
    "mail.activity.type": [{ id: 2, name: "Call" }],
    "mail.message": [{ id: 50, body: "<p>x</p>", message_type: "comment" }],
  };
  const webRead = () => Promise.reject(new OdooError("forbidden", "no"));
  const answer = await tool(name)?.run(args, conversation({ rows, answers: { webRead } }).context);
  const properties = Object.keys((tool(name)?.definition.outputSchema.properties ?? {}) as object);
  expect(properties).toEqual(expect.arrayContaining(Object.keys(answer ?? {})));
  expect(Object.keys(answer ?? {})).not.toEqual([]);
});

describe("arguments", () => {
  const call = (name: string, args: object) => tool(name)?.run(args, conversation().context);
  const record = { model: "x.order", id: 5 };

  it.each([
    ["post_message", { ...record, kind: "mail", text: "x" }, 'kind: expected "note" or "comment"'],
    ["post_message", { ...record, kind: "note", text: "  " }, "text: expected a text, not an empty one"],
    ["post_message", { ...record, kind: "note", text: "x".repeat(10_001) }, "at most 10000 characters"],
    ["post_message", { ...record, kind: "note", text: "a\u0000" }, "without NUL"],
    ["post_message", { ...record, kind: "note", text: "/my?access_token=[hidden]" }, "a link's secret"],
    ["schedule_activity", { ...record, type: "Call", date: "2026-03-01", note: "?key=[hidden]" }, "a link's secret"],
    ["schedule_activity", { ...record, type: "Call", date: "01/02/2026" }, "date: expected a date"],
    ["complete_activity", { id: "four" }, "id: expected a record's id"],
    ["read_messages", { ...record, before: 0 }, "before: expected a record's id"],
  ])("of %s are refused by name: %j", async (name, args, says) => {
    await expect(call(name, args)).rejects.toThrow(says);
  });
});
