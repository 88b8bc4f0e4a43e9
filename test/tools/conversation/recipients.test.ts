import { describe, expect, it } from "vitest";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { addressed, recipientsOf, subtypeId } from "../../../src/tools/conversation/recipients.js";
import { conversation, type Held } from "../../support/conversation.js";

const follower = (id: number, name: string, more: object = {}) => ({ id, partner_id: [id, name], ...more });

async function recipients(named: readonly number[], followers: readonly { id: number }[], held: Held = {}) {
  const odoo = conversation({ rows: { "mail.followers": followers }, ...held });
  const call = await modelCall("x.order", "read", odoo.context);
  return { ...odoo, told: await recipientsOf(call, 5, { subtype: "mt_comment", named }) };
}

describe("who gets a message", () => {
  it("are followers and those that it names, each once, without its author and without who is archived", async () => {
    const { told, searchRead } = await recipients(
      [9, 7, 3],
      [follower(7, "Azure"), follower(3, "Me"), follower(8, "Gone")],
    );
    expect(told).toEqual([
      { id: 7, name: "Azure", email: "azure@example.com" },
      { id: 9, name: "Deco", email: null },
    ]);
    expect(searchRead.mock.calls[0]?.[1]).toContainEqual(["subtype_ids", "in", [1]]);
  });

  it("are followers whom the user may not see, too", async () => {
    expect((await recipients([], [follower(77, "Hidden Ltd")])).told).toEqual([{ id: 77, name: "Hidden Ltd" }]);
  });

  it("are channels, on 14", async () => {
    const channel = { id: 1, partner_id: false, channel_id: [4, "general"] };
    expect((await recipients([], [channel], { major: 14 })).told).toEqual([{ name: "#general" }]);
  });

  it.each([
    ["closes addresses", { "res.partner": { denyFields: ["email"] } }],
    ["limits partners", { "res.partner": { domain: [["id", ">", 1]] } }],
    ["lets no partner be read", { "res.partner": { operations: [] } }],
  ] as const)("are told without address where the policy %s", async (_, policy) => {
    const { context } = conversation({ policy });
    expect(await addressed([7], context)).toEqual([{ id: 7, name: "Azure" }]);
  });
});

it("asks for a subtype in the way that is open to everybody", async () => {
  const callModel = async (...asked: unknown[]) => [asked[0], 12];
  const { context } = conversation({ answers: { callModel } });
  expect(await subtypeId("mt_note", context)).toBe(12);
});
