import { afterEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { whoAmI } from "../../../src/tools/read/who-am-i.js";
import { contextWith } from "../../support/context.js";
import { schemaWith } from "../../support/fixtures.js";

const ROWS: Readonly<Record<string, readonly { id: number }[]>> = {
  "res.users": [{ id: 2, name: "Ann", login: "ann" } as { id: number }],
  "res.company": [
    { id: 1, name: "One", currency_id: [1, "USD"] } as { id: number },
    { id: 3, name: "Three", currency_id: [2, "EUR"] } as { id: number },
  ],
};
const read: Client["read"] = async (model) => [...(ROWS[model] ?? [])];
const user = {
  uid: 2,
  context: { lang: "fr_BE", tz: "Pacific/Auckland", allowed_company_ids: [3] },
  companies: [1, 3],
};

afterEach(() => void vi.useRealTimers());

describe("who am I", () => {
  it("tells the user, the companies, those that apply first, and the day where the user is", async () => {
    vi.useFakeTimers({ now: new Date("2026-03-01T20:00:00Z"), toFake: ["Date"] });
    const context = contextWith({ schema: schemaWith({}), answers: { read, user } });
    expect(await whoAmI(context)).toMatchObject({
      user: { id: 2, name: "Ann", login: "ann" },
      companies: [
        { id: 3, name: "Three", currency: "EUR", applies: true },
        { id: 1, name: "One", currency: "USD", applies: false },
      ],
      language: "fr_BE",
      time_zone: "Pacific/Auckland",
      today: "2026-03-02",
      odoo: { version: "19.0", url: "https://odoo.example" },
      policy: { read_only: false, person_can_be_asked: false },
    });
  });

  it("tells ids alone where the policy refuses users and companies", async () => {
    const policy = { "res.users": { operations: [] }, "res.company": { operations: [] } };
    const answers = { read: () => Promise.reject(new Error("not asked")), user };
    const told = await whoAmI(contextWith({ schema: schemaWith({}), policy, answers }));
    expect(told.user).toEqual({ id: 2 });
    expect(told.companies).toEqual([
      { id: 3, applies: true },
      { id: 1, applies: false },
    ]);
  });

  it.each([
    [{ "res.users": { denyFields: ["login"] } }, ["name"], ["name", "currency_id"]],
    [{ "res.company": { allowFields: ["currency_id"] } }, ["name", "login"], ["currency_id"]],
    [{ "res.partner": { denyFields: ["name"] } }, ["login"], ["currency_id"]],
  ])("asks for no field that is closed by %j", async (policy, ofUser, ofCompany) => {
    const asked = new Map<string, readonly string[]>();
    const answers = {
      user,
      async read(model: string, _: unknown, names: readonly string[]) {
        asked.set(model, names);
        return [];
      },
    };
    await whoAmI(contextWith({ schema: schemaWith({}), policy, answers }));
    expect(Object.fromEntries(asked)).toEqual({ "res.users": ofUser, "res.company": ofCompany });
  });
});
