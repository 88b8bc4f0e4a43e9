import { describe, expect, it } from "vitest";
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

describe("arguments", () => {
  const call = (name: string, args: object) => tool(name)?.run(args, conversation().context);
  const record = { model: "x.order", id: 5 };

  it.each([
    ["post_message", { ...record, kind: "mail", text: "x" }, 'kind: expected "note" or "comment"'],
    ["post_message", { ...record, kind: "note", text: "  " }, "text: expected a text, not an empty one"],
    ["post_message", { ...record, kind: "note", text: "x".repeat(10_001) }, "at most 10000 characters"],
    ["post_message", { ...record, kind: "note", text: "a\u0000" }, "without NUL"],
    ["schedule_activity", { ...record, type: "Call", date: "01/02/2026" }, "date: expected a date"],
    ["complete_activity", { id: "4" }, "id: expected a record's id"],
    ["read_messages", { ...record, before: 0 }, "before: expected a record's id"],
  ])("of %s are refused by name: %j", async (name, args, says) => {
    await expect(call(name, args)).rejects.toThrow(says);
  });
});
