import { describe, expect, it } from "vitest";
import { readSettings } from "../../../src/odoo/connection/settings.js";
import { checkCompany, checkLanguage, ownId, readUser, refuseSuperuser } from "../../../src/odoo/connection/user.js";
import type { Wire, WireCall } from "../../../src/odoo/wires/wire.js";

const ROW = { id: 7, lang: "nl_BE", tz: "Europe/Brussels", company_id: [3, "B"], company_ids: [1, 3] };

/** A wire that answers by method. */
function answering(answers: Record<string, unknown>) {
  const calls: WireCall[] = [];
  const wire: Wire = {
    async call(call) {
      calls.push(call);
      return answers[call.method];
    },
  };
  return { wire, calls };
}

const settings = (environment: Record<string, string> = {}) =>
  readSettings({ ODOO_URL: "https://odoo.example", ODOO_API_KEY: "key", ...environment });

describe("readUser", () => {
  it("has the default company first, and asks for nothing that it needs not", async () => {
    const { wire, calls } = answering({ read: [ROW] });
    expect(await readUser(wire, 7, settings())).toEqual({
      uid: 7,
      companies: [1, 3],
      context: { lang: "nl_BE", tz: "Europe/Brussels", allowed_company_ids: [3, 1] },
    });
    expect(calls).toEqual([
      {
        model: "res.users",
        method: "read",
        ids: [7],
        params: { fields: ["login", "lang", "tz", "company_id", "company_ids"] },
      },
    ]);
  });

  it.each([
    ["no language and time zone", [{ id: 7, lang: false, tz: false, company_id: false, company_ids: [] }]],
    ["nothing that can be read", []],
    ["no list", null],
  ])("falls back to English, UTC and no company for %s", async (_, read) => {
    const { context, companies } = await readUser(answering({ read }).wire, 7, settings());
    expect(context).toEqual({ lang: "en_US", tz: "UTC", allowed_company_ids: [] });
    expect(companies).toEqual([]);
  });

  it("takes the settings' language, time zone and companies before the user's", async () => {
    const { wire } = answering({ read: [ROW], get_installed: [["fr_FR", "French"]] });
    const { context } = await readUser(
      wire,
      7,
      settings({ ODOO_LANG: "fr_FR", ODOO_TZ: "Asia/Tokyo", ODOO_COMPANY_IDS: "1" }),
    );
    expect(context).toEqual({ lang: "fr_FR", tz: "Asia/Tokyo", allowed_company_ids: [1] });
  });

  it.each([
    [{ ODOO_LANG: "xx_XX" }, 'ODOO_LANG: the language "xx_XX" is not installed; these are: fr_FR.'],
    [{ ODOO_COMPANY_IDS: "1,9" }, "ODOO_COMPANY_IDS: the user may not work in the company 9;"],
  ])("refuses %j, which the user cannot have", async (environment, message) => {
    const { wire } = answering({ read: [ROW], get_installed: [["fr_FR", "French"]] });
    await expect(readUser(wire, 7, settings(environment))).rejects.toThrow(message);
  });

  it("reads nothing of the superuser", async () => {
    const { wire, calls } = answering({ read: [{ ...ROW, id: 1 }] });
    await expect(readUser(wire, 1, settings())).rejects.toMatchObject({ category: "settings" });
    expect(calls).toEqual([]);
  });
});

it("refuses the superuser alone", () => {
  expect(() => refuseSuperuser(1)).toThrow("OdooBot, uid 1");
  expect(() => refuseSuperuser(2)).not.toThrow();
});

describe("ownId", () => {
  it("is the uid of the context", async () => {
    expect(await ownId(answering({ context_get: { lang: "en_US", uid: 7 } }).wire)).toBe(7);
  });

  it.each([[null], [{}], [{ uid: "7" }], [{ uid: false }]])("is told by no context such as %j", async (context_get) => {
    await expect(ownId(answering({ context_get }).wire)).rejects.toMatchObject({ category: "server_error" });
  });
});

describe("checkLanguage and checkCompany", () => {
  it("let pass what is there", () => {
    expect(() => checkLanguage("fr_FR", ["en_US", "fr_FR"], "lang")).not.toThrow();
    expect(() => checkCompany(3, [1, 3], "company_id")).not.toThrow();
  });

  it("name the argument and what there is", () => {
    expect(() => checkLanguage("fr", ["en_US", "fr_FR"], "lang")).toThrow(
      'lang: the language "fr" is not installed; these are: en_US, fr_FR.',
    );
    expect(() => checkCompany(2, [1, 3], "company_id")).toThrow(
      "company_id: the user may not work in the company 2; the user's companies have the ids 1, 3.",
    );
    expect(() => checkCompany(2, [], "company_id")).toThrow(
      "company_id: the user may not work in the company 2; the user has none.",
    );
  });
});
