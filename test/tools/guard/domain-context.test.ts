import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { CallOptions, Domain, RawRecord } from "../../../src/odoo/schema/raw.js";
import { inCompanyAndLanguage } from "../../../src/tools/call/company-and-language.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { checkStays, takeBackOutside, withinRecordDomain } from "../../../src/tools/guard/record-domain.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fakeClient, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

// Translated and company-dependent names: 1 is "open" to the user and 2 is not; to French and in the company 3 it is the
// other way round.

const SCHEMA = schemaWith({
  "x.page": {
    display_name: fieldWith(),
    name: fieldWith(),
    active: fieldWith({ type: "boolean" }),
    user_id: fieldWith({ type: "many2one", relation: "res.users" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
    site_id: fieldWith({ type: "many2one", relation: "x.site" }),
  },
  "x.link": { display_name: fieldWith(), page_id: fieldWith({ type: "many2one", relation: "x.page" }) },
  "x.tag": { name: fieldWith(), x_active: fieldWith({ type: "boolean" }) },
  "x.line": { name: fieldWith(), tag_id: fieldWith({ type: "many2one", relation: "x.tag" }) },
  "x.site": {
    active: fieldWith({ type: "boolean" }),
    name: fieldWith(),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
  },
  "res.users": { login: fieldWith() },
});

const RULE = 'policy["x.page"].domain';
const OPEN: PolicyConfig = { "x.page": { domain: [["name", "=", "open"]], confirm: [] } };
const ELSEWHERE = [{ lang: "fr_FR" }, { company_id: 3 }] as const;

interface Asked {
  method: string;
  lang: string;
  domain: Domain;
  archived: boolean;
}

/** An Odoo of two pages, whose names follow the language and the company of the call. */
function odoo(asked: Asked[], written: unknown[], context = USER): Client {
  const isOther = context.lang === "fr_FR" || context.allowed_company_ids[0] === 3;
  const names: Record<number, string> = isOther ? { 1: "other", 2: "open" } : { 1: "open", 2: "other" };
  const holds = (id: number, term: unknown): boolean => {
    const [field, operator, value] = term as [unknown, string, never];
    if (field === "id") return operator === "in" ? (value as number[]).includes(id) : id === value;
    if (field === "name" && operator === "=ilike") return names[id] === value;
    if (field === "name") return names[id]?.includes(value) === true;
    return field === 1 || field === "active";
  };
  const find = (method: string, model: string, domain: Domain, options?: CallOptions) => {
    if (model !== "x.page") return [];
    asked.push({ method, lang: context.lang, domain, archived: options?.context?.active_test === false });
    return [1, 2].filter((id) => domain.every((term) => holds(id, term)));
  };
  const record = (id: number): RawRecord => ({ id, name: names[id], display_name: names[id] });
  const note = (method: string) => async (_: string, ids: unknown) => void written.push([method, ids]);
  return fakeClient({
    user: { uid: 2, context, companies: [1, 3] },
    inContext: (changed) => odoo(asked, written, { ...context, ...changed }),
    writingIn: () => odoo(asked, written, context),
    languages: async () => ["en_US", "fr_FR"],
    search: async (model, domain, _, options) => find("search", model, domain, options),
    searchRead: async (model, domain, _fields, _page, options) =>
      find("searchRead", model, domain, options).map(record),
    searchCount: async (model, domain, options) => find("searchCount", model, domain, options).length,
    nameSearch: async (model, { name, domain }, options) =>
      find("nameSearch", model, [...domain, ["name", "ilike", name]], options),
    callModel: async (model, _, params) => [{ __count: find("groups", model, params?.domain as Domain).length }],
    read: async (_, ids) => ids.map(record),
    getMetadata: async (_, ids) => ids.map((id) => ({ id })),
    onchange: async () => ({ value: {} }),
    defaultGet: async () => ({}),
    write: note("write"),
    unlink: note("unlink"),
    callMethod: note("callMethod"),
  });
}

const USER = { lang: "en_US", tz: "UTC", allowed_company_ids: [1, 3] as readonly number[] };

function onOdoo(policy = OPEN) {
  const [asked, written]: [Asked[], unknown[]] = [[], []];
  const context: ToolContext = {
    ...contextWith({ schema: SCHEMA, policy, buttons: ["action_close"] }),
    client: odoo(asked, written),
  };
  const call = async (name: string, args: Record<string, unknown>) =>
    GENERIC_TOOLS.find(({ definition }) => definition.name === name)?.run(args, context);
  return { asked, written, context, call };
}

const inside = async (policy: PolicyConfig, args: object, answers: Partial<Client> = {}) => {
  const { context } = onOdoo(policy);
  const client = { ...context.client, ...answers };
  const taken = await inCompanyAndLanguage(args, { ...context, client });
  return modelCall("x.page", "update", taken.context);
};

describe.each(ELSEWHERE)("with %j, a domain on what differs there", (elsewhere) => {
  it("finds what it finds in the user's own context: search, count, groups, names", async () => {
    const { call } = onOdoo();
    const model = "x.page";
    expect(await call("search_records", { model, domain: [], ...elsewhere })).toMatchObject({
      records: [{ id: 1, display_name: "other" }],
      total: 1,
    });
    expect(await call("search_records", { model, domain: [["name", "=", "open"]], ...elsewhere })).toMatchObject({
      records: [],
    });
    expect(await call("search_count", { model, domain: [["name", "=", "open"]], ...elsewhere })).toEqual({ count: 0 });
    expect(await call("search_count", { model, domain: [], ...elsewhere })).toEqual({ count: 1 });
    expect(
      await call("aggregate_records", { model, group_by: [], measures: [], domain: [], ...elsewhere }),
    ).toMatchObject({ groups: [{ count: 1 }] });
    expect(await call("look_up", { names: [{ model, name: "open" }], ...elsewhere })).toMatchObject({
      names: [{ nearest: [] }],
    });
    expect(await call("look_up", { names: [{ model, name: "other" }], ...elsewhere })).toMatchObject({
      names: [{ id: 1 }],
    });
  });

  it("reads those alone", async () => {
    const { call } = onOdoo();
    const read = await call("read_records", { model: "x.page", ids: [1, 2], fields: ["name"], ...elsewhere });
    expect(read).toMatchObject({ records: [{ id: 1, name: "other" }], missing: [2] });
    const metadata = await call("get_metadata", { model: "x.page", ids: [1, 2], ...elsewhere });
    expect(metadata).toMatchObject({ records: [{ id: 1 }], missing: [2] });
  });

  it.each([
    ["update_record", { id: 2, values: { user_id: null } }],
    ["update_records", { updates: [{ id: 2, values: { user_id: null } }] }],
    ["delete_records", { ids: [2] }],
    ["execute_workflow", { id: 2, signal: "action_close" }],
  ])("refuses %s of others", async (tool, args) => {
    const { written, call } = onOdoo();
    const refused = expect.objectContaining({ category: "not_found", rule: RULE });
    await expect(call(tool, { model: "x.page", ...args, ...elsewhere })).rejects.toEqual(refused);
    expect(written).toEqual([]);
  });

  it.each([
    ["update_record", { id: 1, values: { user_id: null } }, "write"],
    ["delete_records", { ids: [1] }, "unlink"],
    ["execute_workflow", { id: 1, signal: "action_close" }, "callMethod"],
  ])("lets %s of its own through", async (tool, args, method) => {
    const { written, call } = onOdoo({ "x.page": { domain: [["name", "=", "open"]], confirm: [], confirmAbove: 9 } });
    await call(tool, { model: "x.page", ...args, ...elsewhere });
    expect(written).toEqual([[method, [1]]]);
  });

  it("is not gone around by details of relations, nor by links", async () => {
    const { call } = onOdoo();
    const fields = ["page_id.name"];
    await expect(call("read_records", { model: "x.link", ids: [1], fields, ...elsewhere })).rejects.toEqual(
      expect.objectContaining({ category: "forbidden", rule: RULE }),
    );
    await expect(call("create_record", { model: "x.link", values: { page_id: 2 }, ...elsewhere })).rejects.toEqual(
      expect.objectContaining({ category: "not_found", rule: RULE }),
    );
  });

  it("is not left by what is written there", async () => {
    const call = await inside(OPEN, elsewhere);
    await expect(checkStays(call, [1], [{ name: "open" }])).rejects.toEqual(
      expect.objectContaining({ category: "forbidden", rule: RULE, hint: expect.stringContaining("Leave lang") }),
    );
    // Of a new record it is looked at when it is made.
    await expect(checkStays(call, [], [{ name: "open" }])).resolves.toBeUndefined();
    await expect(takeBackOutside(call, [2])).rejects.toEqual(expect.objectContaining({ outcome: "not_applied" }));
  });

  it("is refused where it holds more than can be named", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => index + 1);
    const searching: unknown[] = [];
    const search: Client["search"] = async (_, __, page) => {
      searching.push(page.limit);
      return many;
    };
    const refused = expect.objectContaining({ rule: RULE, hint: "Leave lang and company_id out." });
    await expect(withinRecordDomain(await inside(OPEN, elsewhere, { search }), [])).rejects.toEqual(refused);
    expect(searching).toEqual([10_001]);
    await expect(withinRecordDomain(await inside(OPEN, elsewhere, { search }), [])).rejects.toEqual(
      odooError("forbidden", "more than 10000 records of x.page"),
    );
  });
});

it("a field without translations may be written in another language", async () => {
  const call = await inside({ "x.page": { domain: [["user_id", "=", "me"]] } }, { lang: "fr_FR" });
  await expect(checkStays(call, [1], [{ user_id: 3 }])).rejects.toEqual(expect.objectContaining({ rule: RULE }));
  const search: Client["search"] = async () => [1];
  const own = await inside({ "x.page": { domain: [["user_id", "=", "me"]] } }, { lang: "fr_FR" }, { search });
  await expect(checkStays(own, [1], [{ user_id: 2 }])).resolves.toBeUndefined();
});

it("the user's own language is no other one", async () => {
  const call = await inside(OPEN, { lang: "en_US" });
  expect(await withinRecordDomain(call, [])).toEqual([["name", "=", "open"]]);
});

describe("archived records", () => {
  const found = async (domain: readonly unknown[]) => {
    const asked: Asked[] = [];
    const search: Client["search"] = async (_, given, __, options) => {
      asked.push({ method: "", lang: "", domain: given, archived: options?.context?.active_test === false });
      return [1];
    };
    const within = await withinRecordDomain(await inside({ "x.page": { domain } }, {}, { search }), []);
    return { within, asked };
  };
  const IDS = [["id", "in", [1]]];

  it.each<[readonly unknown[]]>([
    [[["tag_ids.name", "=", "secret"]]],
    [["!", ["tag_ids.name", "=", "secret"]]],
    [[["tag_ids", "not any", [["name", "=", "secret"]]]]],
    [[["tag_ids", "ilike", "secret"]]],
    [[["site_id.tag_ids.name", "=", "secret"]]],
    [[["site_id", "any", [["tag_ids", "any", [["name", "=", "secret"]]]]]]],
  ])("count where %j leads through them, as they do for ids", async (domain) => {
    const { within, asked } = await found(domain);
    expect(within).toEqual(IDS);
    expect(asked).toEqual([{ method: "", lang: "", domain, archived: true }]);
  });

  it.each<[readonly unknown[]]>([
    [[["tag_ids", "in", [3, 4]]]],
    [[["site_id.name", "=", "x"]]],
    [[["site_id", "any", [["name", "=", "x"]]]]],
    [[["line_ids.name", "=", "x"]]],
    [[["line_ids.tag_id.name", "=", "x"]]],
    [["|", [1, "=", 1], ["active", "=", true]]],
  ])("change nothing of %j, which is put before the caller's as it is", async (domain) => {
    expect(await found(domain)).toEqual({ within: domain, asked: [] });
  });

  it("are found where the domain speaks of them, by ids too", async () => {
    const { within } = await found([
      ["active", "=", false],
      ["tag_ids.name", "=", "x"],
    ]);
    expect(within).toEqual([...IDS, ["active", "in", [true, false]]]);
  });

  it("are too many to be named, which whoever keeps the config can mend", async () => {
    const search: Client["search"] = async () => Array.from({ length: 10_001 }, (_, index) => index);
    const call = await inside({ "x.page": { domain: [["tag_ids.name", "=", "x"]] } }, {}, { search });
    await expect(withinRecordDomain(call, [])).rejects.toEqual(
      expect.objectContaining({ rule: RULE, hint: expect.stringContaining("narrow the domain") }),
    );
  });
});
