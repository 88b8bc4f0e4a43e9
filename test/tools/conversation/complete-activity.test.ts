import { describe, expect, it } from "vitest";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import { completeActivity } from "../../../src/tools/conversation/complete-activity.js";
import { conversation, type Held } from "../../support/conversation.js";
import { odooError } from "../../support/fixtures.js";

const MESSAGE = { id: 50, message_type: "notification", body: "<p>Call done</p>", date: "2026-03-01 09:30:00" };
const OPEN = { "mail.activity": [{ id: 4, res_model: "x.order", res_id: 5 }], "mail.message": [MESSAGE] };

async function completing(held: Held = {}, feedback?: string) {
  const odoo = conversation({ ...held, rows: { ...OPEN, ...held.rows } });
  return { ...odoo, change: await completeActivity({ id: 4, feedback }, odoo.context) };
}

describe("an activity that is done", () => {
  it("leaves a message, which is told", async () => {
    const { change, callMethod, asked } = await completing({}, "They agree.");
    expect(await carryOut(change)).toMatchObject({ ids: [4], done: true, posted: { id: 50, text: "Call done" } });
    expect(callMethod.mock.calls[0]?.slice(0, 3)).toEqual(["mail.activity", [4], "action_feedback"]);
    expect(callMethod.mock.calls[0]?.[3]?.named).toEqual({ feedback: "They agree." });
    expect(asked).toEqual([]);
  });

  it("is asked for where somebody will be told", async () => {
    const rows = { "mail.followers": [{ id: 1, partner_id: [7, "Azure"] }] };
    const { change, asked } = await completing({ rows }, "They agree.");
    await carryOut(change);
    expect(asked).toEqual([expect.stringMatching(/They agree\.[\s\S]*"Azure", "azure@example.com"/)]);
    const policy = { "x.order": { operations: ["read", "update"] as const } };
    await expect(completing({ rows, policy })).rejects.toThrow(odooError("forbidden", "sent"));
  });

  it("is one's own on a record that one may only read, where Odoo lets it be", async () => {
    const own = { "mail.activity": [{ id: 4, res_model: "x.order", res_id: 5, user_id: [2, "Me"] }] };
    const { change } = await completing({ rows: own, answers: { hasAccess: async () => false } });
    expect(await carryOut(change)).toMatchObject({ done: true });
  });

  it("is of no record, on 19", async () => {
    const rows = { "mail.activity": [{ id: 4, res_model: false, res_id: 0 }] };
    const { change } = await completing({ rows, answers: { callMethod: async () => false } });
    expect(await carryOut(change)).toMatchObject({ ids: [4], done: true });
  });

  it.each<[string, Held, string]>([
    ["of a record that the user may not change", { answers: { hasAccess: async () => false } }, "may not change"],
    ["that is not there", { rows: { "mail.activity": [] } }, "there is no open activity 4"],
    [
      "of a record that the policy lets not be changed",
      { policy: { "x.order": { operations: ["read"] } } },
      'policy["x.order"].operations',
    ],
    [
      "of a record outside the policy's domain",
      { policy: { "x.order": { domain: [["name", "=", "x"]] } }, answers: { search: async () => [] } },
      "there is no x.order 5",
    ],
    ["where the policy lets nothing be done", { policy: { "mail.activity": { operations: ["read"] } } }, "acted on"],
  ])("is refused %s", async (_, held, says) => {
    await expect(completing(held)).rejects.toThrow(says);
  });
});
