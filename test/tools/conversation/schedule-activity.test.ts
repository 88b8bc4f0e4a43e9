import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import { type Schedule, scheduleActivity } from "../../../src/tools/conversation/schedule-activity.js";
import { allThere } from "../../support/context.js";
import { conversation, type Held } from "../../support/conversation.js";
import { odooError } from "../../support/fixtures.js";
import { inWaves } from "../../support/waves.js";

const TYPES = { "mail.activity.type": [{ id: 2, name: "Call" }] };

async function scheduling(schedule: Partial<Schedule> = {}, held: Held = {}) {
  const odoo = conversation({ rows: TYPES, ...held });
  const whole: Schedule = { model: "x.order", id: 5, type: "Call", date: "2026-03-01", ...schedule };
  return { ...odoo, change: await scheduleActivity(whole, odoo.context) };
}

describe("an activity", () => {
  it("is made quietly, of a model that is named and not looked up", async () => {
    const { change, create, asked } = await scheduling({ summary: "Ring", note: "a\nb" });
    expect(await carryOut(change)).toMatchObject({ id: 50 });
    expect(create.mock.calls[0]).toEqual([
      "mail.activity",
      [
        {
          res_id: 5,
          activity_type_id: 2,
          date_deadline: "2026-03-01",
          user_id: 2,
          summary: "Ring",
          note: "<p>a<br>b</p>",
        },
      ],
      expect.objectContaining({ context: { mail_activity_quick_update: true, default_res_model: "x.order" } }),
    ]);
    expect(asked).toEqual([]);
  });

  it("is checked in two rounds of questions", async () => {
    const { context } = conversation({ rows: TYPES, answers: { search: allThere } });
    const { client, waves } = inWaves(context.client);
    const schedule = { model: "x.order", id: 5, type: "Call", date: "2026-03-01", user: "2" };
    await scheduleActivity(schedule, { ...context, client });
    expect(waves()).toBe(2);
  });

  it("counts as a change of its record", async () => {
    expect((await scheduling()).change.touched).toEqual([
      { model: "mail.activity", effect: "create", records: 1 },
      { model: "x.order", effect: "update", records: 1 },
    ]);
  });

  it.each([
    ["6", 6],
    ["marc@example.com", 7],
    ["Marc Demo", 6],
  ])("is for a colleague by id, login or name: %s", async (user, id) => {
    const search: Client["search"] = async (model, domain, page) => {
      const [, , value] = domain[0] as [string, string, unknown];
      if (model !== "res.users" || Array.isArray(value)) return allThere(model, domain, page);
      return value === "marc@example.com" ? [7] : [];
    };
    const answers = { nameSearch: async () => [6], search };
    const rows = { ...TYPES, "res.users": [{ id: 6, display_name: "Marc Demo", name: "Marc Demo" }] };
    const { change, create } = await scheduling({ user }, { rows, answers });
    await carryOut(change);
    expect(create.mock.calls[0]?.[1]).toMatchObject([{ user_id: id }]);
  });

  it("is shown by dry_run with names, and not made", async () => {
    const { change, create } = await scheduling({}, { answers: { defaultGet: async () => ({}) } });
    const { preview } = await carryOutOrPreview(change, { dry_run: true });
    expect(preview).toMatchObject({
      effect: "create",
      records: [{ values: { res_model: { new: "x.order" }, activity_type_id: { new: { id: 2 } } } }],
    });
    expect(create).not.toHaveBeenCalled();
  });

  it.each<[string, Held, string]>([
    ["of a record that the user may not change", { answers: { hasAccess: async () => false } }, "may not change"],
    ["where the policy lets no activity be made", { policy: { "mail.activity": { operations: ["read"] } } }, "created"],
    ["where the policy lets the record not be changed", { policy: { "x.order": { operations: ["read"] } } }, "changed"],
  ])("is refused %s", async (_, held, says) => {
    await expect(scheduling({}, held)).rejects.toThrow(odooError("forbidden", says));
  });
});
