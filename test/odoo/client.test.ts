import { describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { ATTRIBUTES } from "../../src/odoo/schema/fields-from-odoo.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";

interface Asked {
  major?: number;
  answer?: unknown;
  wireName?: "jsonrpc" | "xmlrpc";
}

/** A client of a wire that answers every call alike, and what it was asked. */
function clientOf({ major = 19, answer = null, wireName = "jsonrpc" }: Asked) {
  const calls: WireCall[] = [];
  const client = createClient({
    wire: {
      async call(call) {
        calls.push(call);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    wireName,
    series: { major, minor: 0, name: `${major}.0` },
    url: "https://example.odoo.com",
    user: { uid: 7, context: CONTEXT, companies: [3, 4] },
  });
  return { client, calls };
}

it("values are checked for what the wire cannot carry, without a call", async () => {
  const values = { name: "\u0001" };
  const { client, calls } = clientOf({ wireName: "xmlrpc" });
  await expect(client.inContext({}).checkSendable(values)).rejects.toMatchObject({ field: "name" });
  await expect(clientOf({}).client.checkSendable(values)).resolves.toBeUndefined();
  expect(calls).toEqual([]);
});

const CONTEXT = { lang: "nl_BE", tz: "Europe/Brussels", allowed_company_ids: [3, 4] };
const PAGE = { limit: 10 };

describe("every call", () => {
  it("is made in the user's language and time zone", async () => {
    const { client, calls } = clientOf({ answer: [] });
    await client.read("res.partner", [1], ["name"]);
    await client.write("res.partner", [1], { name: "A" });
    expect(calls.map(({ context }) => context)).toEqual([CONTEXT, CONTEXT]);
  });

  it("is made as the user whom a new sign-in gave the connection", async () => {
    const calls: WireCall[] = [];
    const connection = {
      wire: { call: async (call: WireCall) => calls.push(call) },
      wireName: "jsonrpc" as const,
      series: { major: 19, minor: 0, name: "19.0" },
      url: "https://example.odoo.com",
      user: { uid: 7, context: CONTEXT, companies: [3, 4] },
    };
    const client = createClient(connection);
    connection.user = { uid: 8, context: { ...CONTEXT, lang: "fr_BE" }, companies: [3] };
    await client.hasGroup("base.group_system");
    expect(client.user.uid).toBe(8);
    expect(calls).toMatchObject([{ ids: [8], context: { lang: "fr_BE" } }]);
  });

  it("is made as that user also where changes have a context of their own", () => {
    const connection = {
      wire: { call: async () => null },
      wireName: "jsonrpc" as const,
      series: { major: 19, minor: 0, name: "19.0" },
      url: "https://example.odoo.com",
      user: { uid: 7, context: CONTEXT, companies: [3, 4] },
    };
    const client = createClient(connection).writingIn({ quiet: true });
    connection.user = { ...connection.user, uid: 8 };
    expect(client.user.uid).toBe(8);
  });

  it("that changes records is made in a context of its own besides, in another company too; one that reads is not", async () => {
    const { client, calls } = clientOf({ answer: [] });
    const writing = client
      .writingIn({ quiet: true, a: 1 })
      .inContext({ lang: "fr_BE" })
      .tellingRetries(() => {});
    await writing.read("res.partner", [1], ["name"]);
    await writing.write("res.partner", [1], { name: "A" }, { context: { a: 2 } });
    const context = { ...CONTEXT, lang: "fr_BE" };
    expect(calls.map((call) => call.context)).toEqual([context, { ...context, quiet: true, a: 2 }]);
    await writing.writingIn({}).unlink("res.partner", [1]);
    expect(calls.at(-1)?.context).toEqual(context);
  });

  it("is made in another context where one is given, and ends with its signal", async () => {
    const { client, calls } = clientOf({ answer: [] });
    const { signal } = new AbortController();
    await client.searchRead("res.partner", [], ["name"], PAGE, { context: { lang: "en_US", bin_size: true }, signal });
    expect(calls[0]).toMatchObject({ context: { lang: "en_US", tz: "Europe/Brussels", bin_size: true }, signal });
  });

  it("is of the signed-in user", () => {
    expect(clientOf({}).client).toMatchObject({
      user: { uid: 7 },
      url: "https://example.odoo.com",
      series: { major: 19 },
    });
  });
});

describe("what is sent", () => {
  const { client, calls } = clientOf({ answer: [] });
  const lastOf = async (calling: Promise<unknown>) => {
    await calling;
    return calls.at(-1);
  };

  it("names parameters in the order of Odoo's signatures, for RPC sends them by position", async () => {
    const call = await lastOf(client.searchRead("res.partner", [["id", ">", 1]], ["name"], { ...PAGE, offset: 20 }));
    expect(call).toMatchObject({ model: "res.partner", method: "search_read" });
    expect(Object.entries(call?.params ?? {})).toEqual([
      ["domain", [["id", ">", 1]]],
      ["fields", ["name"]],
      ["offset", 20],
      ["limit", 10],
      ["order", null],
    ]);
  });

  it("is a page from the start in Odoo's own order, unless told otherwise", async () => {
    expect((await lastOf(client.search("res.partner", [], PAGE)))?.params).toMatchObject({ offset: 0, order: null });
    const page = { limit: 1, offset: 10, order: "name desc" };
    expect((await lastOf(client.search("res.partner", [], page)))?.params).toMatchObject(page);
  });

  it.each<[string, (client: Client) => Promise<unknown>, Partial<WireCall>]>([
    ["read", (it) => it.read("m", [1, 2], ["name"]), { ids: [1, 2], params: { fields: ["name"] } }],
    ["write", (it) => it.write("m", [1], { a: 1 }), { ids: [1], params: { vals: { a: 1 } } }],
    ["unlink", (it) => it.unlink("m", [1, 2]), { ids: [1, 2] }],
    ["create", (it) => it.create("m", [{ a: 1 }, { a: 2 }]), { params: { vals_list: [{ a: 1 }, { a: 2 }] } }],
    ["get_metadata", (it) => it.getMetadata("m", [1]), { ids: [1] }],
    ["action_confirm", (it) => it.callMethod("m", [1], "action_confirm"), { ids: [1] }],
    ["fields_get", (it) => it.fieldsGet("m"), { params: { allfields: [], attributes: ATTRIBUTES } }],
    ["get_views", (it) => it.callModel("m", "get_views", { views: [] }), { params: { views: [] } }],
  ])("is %s", async (method, calling, expected) => {
    const { client, calls } = clientOf({ answer: method === "create" ? [1, 2] : [] });
    await calling(client);
    expect(calls).toEqual([expect.objectContaining({ model: "m", method, ...expected })]);
  });

  describe("that creates one record and reads it", () => {
    const asked = async (given: Asked) => {
      const { client, calls } = clientOf(given);
      const changing = client.writingIn({ quiet: true });
      const options = { context: { a: 1 } };
      return { made: await changing.createAndRead("ir.attachment", { name: "a" }, ["display_name"], options), calls };
    };
    const context = { ...CONTEXT, quiet: true, attachments_mime_plainxml: true, a: 1 };
    const held = { id: 7, display_name: "a" };

    it.each([17, 18, 19])("is one call on %i, in the context of what changes records", async (major) => {
      const { made, calls } = await asked({ major, answer: [held] });
      expect(made).toEqual({ id: 7, held });
      const params = { vals: { name: "a" }, specification: { display_name: {} } };
      expect(calls).toEqual([{ model: "ir.attachment", method: "web_save", ids: [], params, context }]);
    });

    it.each<[what: string, given: Asked]>([
      ["up to 16", { major: 16 }],
      ["over XML-RPC, which may not carry what is read", { wireName: "xmlrpc" }],
    ])("only creates it %s", async (_, given) => {
      const { made, calls } = await asked({ ...given, answer: [7] });
      expect(made).toEqual({ id: 7 });
      expect(calls).toEqual([
        { model: "ir.attachment", method: "create", params: { vals_list: [{ name: "a" }] }, context },
      ]);
    });

    it("fails as a creation does where it may be for the reading", async () => {
      const { client, calls } = clientOf({ answer: new OdooError("validation", "No.") });
      await expect(client.createAndRead("x.order", {}, ["display_name"])).rejects.toMatchObject({
        category: "validation",
      });
      expect(calls.map(({ method }) => method)).toEqual(["web_save", "create"]);
    });
  });

  it.each(["create", "search", "searchCount", "fieldsGet"] as const)(
    "has no ids for a model method: %s",
    async (name) => {
      const { client, calls } = clientOf({ answer: name === "searchCount" ? 1 : [1] });
      const calling = {
        create: () => client.create("m", [{}]),
        search: () => client.search("m", [], PAGE),
        searchCount: () => client.searchCount("m", []),
        fieldsGet: () => client.fieldsGet("m"),
      };
      await calling[name]();
      expect(calls[0]).not.toHaveProperty("ids");
    },
  );

  it.each([
    [14, "args"],
    [15, "args"],
    [16, "domain"],
    [19, "domain"],
  ])("names the domain of a search as Odoo %i does: %s", async (major, name) => {
    const { client, calls } = clientOf({ major, answer: [] });
    await client.search("m", [], PAGE);
    await client.searchCount("m", []).catch(() => {});
    expect(calls.map(({ params }) => Object.keys(params ?? {})[0])).toEqual([name, name]);
  });

  it.each([
    [14, "args"],
    [18, "args"],
    [19, "domain"],
  ])("searches by name with the arguments of Odoo %i, in its order: %s", async (major, domainName) => {
    const { client, calls } = clientOf({ major, answer: [[5, "Azure Interior"]] });
    const asked = { name: "azure", domain: [["id", ">", 1]], operator: "ilike" as const, limit: 10 };
    expect(await client.nameSearch("m", asked)).toEqual([5]);
    expect(calls[0]).toMatchObject({ model: "m", method: "name_search" });
    expect(Object.entries(calls[0]?.params ?? {})).toEqual([
      ["name", "azure"],
      [domainName, [["id", ">", 1]]],
      ["operator", "ilike"],
      ["limit", 10],
    ]);
  });

  it.each([[0], [-1]])("is no search by name without a limit: %i", async (limit) => {
    const { client, calls } = clientOf({ answer: [] });
    await expect(client.nameSearch("m", { name: "a", domain: [], operator: "ilike", limit })).rejects.toThrow("limit");
    expect(calls).toEqual([]);
  });

  it.each([
    [14, "fields", ["name", "country_id"]],
    [16, "fields", ["name", "country_id"]],
    [17, "specification", { name: {}, country_id: { fields: {} } }],
    [19, "specification", { name: {}, country_id: { fields: {} } }],
  ])("is a page with its count as Odoo %i takes it, and reads no more than it says: %s", async (major, key, value) => {
    const { client, calls } = clientOf({ major, answer: { length: 12, records: [{ id: 5, name: "A" }] } });
    const specification = { name: {}, country_id: { fields: {} } };
    const query = { domain: [["id", ">", 1]], specification, page: { limit: 1, offset: 3 } };
    expect(await client.webSearchRead("m", query, { context: { bin_size: true } })).toEqual({
      length: 12,
      records: [{ id: 5, name: "A" }],
    });
    expect(calls).toMatchObject([{ model: "m", method: "web_search_read" }]);
    expect(calls[0]?.context).toEqual({ ...CONTEXT, bin_size: true, disable_iap_fetch: true });
    expect(Object.entries(calls[0]?.params ?? {})).toEqual([
      ["domain", [["id", ">", 1]]],
      [key, value],
      ["offset", 3],
      ["limit", 1],
      ["order", null],
    ]);
  });

  it.each([
    ["nothing", null],
    ["no records", { length: 0 }],
    ["no count", { records: [], length: false }],
    ["records without ids", { records: [{ name: "A" }], length: 1 }],
  ])("is no page with its count where Odoo answers %s", async (_, answer) => {
    const query = { domain: [], specification: { name: {} }, page: PAGE };
    const searching = clientOf({ answer }).client.webSearchRead("m", query);
    await expect(searching).rejects.toMatchObject({ category: "server_error", outcome: "not_applied" });
  });

  it.each([
    [{ name: {} }, { limit: 0 }, "limit"],
    [{}, PAGE, "fields"],
  ])("is no page of %j with %j", async (specification, page, text) => {
    const { client, calls } = clientOf({});
    await expect(client.webSearchRead("m", { domain: [], specification, page })).rejects.toThrow(text);
    expect(calls).toEqual([]);
  });

  it("keeps details of an account of Odoo's shop from being fetched from there", async () => {
    const call = await lastOf(client.webRead("m", [1], { name: {} }));
    expect(call).toMatchObject({ method: "web_read", context: { disable_iap_fetch: true } });
  });

  it.each([
    [14, "fields_list"],
    [18, "fields_list"],
    [19, "fields"],
  ])("names the fields of default_get as Odoo %i does: %s", async (major, name) => {
    const { client, calls } = clientOf({ major, answer: {} });
    await client.defaultGet("m", ["a"]);
    expect(calls[0]?.params).toEqual({ [name]: ["a"] });
  });
});

describe("onchange", () => {
  const fields = { a: { reacts: true }, line_ids: { reacts: false, lines: { b: { reacts: true } } } };
  const dotted = { a: "1", line_ids: "", "line_ids.b": "1" };
  const nested = { a: {}, line_ids: { fields: { b: {} } } };

  it.each([
    [14, "field_name", "field_onchange", dotted],
    [16, "field_name", "field_onchange", dotted],
    [17, "field_names", "fields_spec", nested],
    [19, "field_names", "fields_spec", nested],
  ])("asks Odoo %i for all that a new record's form reacts with, by %s and %s", async (major, changed, form, spec) => {
    const { client, calls } = clientOf({ major, answer: { value: { b: 2 }, warning: { title: "T", message: "m" } } });
    const { signal } = new AbortController();
    const options = { context: { default_type: "x" }, signal };
    expect(await client.onchange("m", { a: 1 }, fields, options)).toEqual({ value: { b: 2 }, warning: "T: m" });
    expect(calls).toMatchObject([{ model: "m", method: "onchange", ids: [], signal, context: { default_type: "x" } }]);
    expect(Object.entries(calls[0]?.params ?? {})).toEqual([
      ["values", { a: 1 }],
      [changed, []],
      [form, spec],
    ]);
  });
});

describe("what is never sent", () => {
  it.each([0, -1, 1.5, Number.NaN])("is a limit of %s, which Odoo takes for none at all or fails on", async (limit) => {
    const { client, calls } = clientOf({ answer: [] });
    await expect(client.search("m", [], { limit })).rejects.toMatchObject({ category: "bad_request" });
    await expect(client.searchRead("m", [], ["name"], { limit })).rejects.toMatchObject({ category: "bad_request" });
    expect(calls).toEqual([]);
  });

  it.each<[string, (client: Client) => Promise<unknown>, string]>([
    ["a read of no records", (it) => it.read("m", [], ["name"]), "ids must not be empty."],
    ["a read without fields, which Odoo takes for all", (it) => it.read("m", [1], []), "fields must not be empty."],
    ["a search without fields", (it) => it.searchRead("m", [], [], PAGE), "fields must not be empty."],
    [
      "a write on no records, which Odoo answers with true",
      (it) => it.write("m", [], { a: 1 }),
      "ids must not be empty.",
    ],
    ["a deletion of no records", (it) => it.unlink("m", []), "ids must not be empty."],
    ["a creation of nothing", (it) => it.create("m", []), "values must not be empty."],
    ["a button on no records", (it) => it.callMethod("m", [], "action_confirm"), "ids must not be empty."],
    ["metadata of no records", (it) => it.getMetadata("m", []), "ids must not be empty."],
  ])("is %s", async (_, calling, message) => {
    const { client, calls } = clientOf({ answer: true });
    await expect(calling(client)).rejects.toMatchObject({ category: "bad_request", message });
    expect(calls).toEqual([]);
  });
});

describe("what is answered", () => {
  it.each([
    ["a list, as over JSON-2", [5]],
    ["one id", 5],
  ])("are the ids of new records, from %s", async (_, answer) => {
    expect(await clientOf({ answer }).client.create("m", [{}])).toEqual([5]);
  });

  it("are ids below 0, too, of a search in a model that is an SQL view", async () => {
    expect(await clientOf({ answer: [-3, 5] }).client.search("purchase.bill.union", [], PAGE)).toEqual([-3, 5]);
    await expect(clientOf({ answer: [0] }).client.search("m", [], PAGE)).rejects.toThrow("something else");
  });

  it.each([[null], [[["Azure Interior", 5]]], [[{ id: 5 }]]])("is no search by name where it is %j", async (answer) => {
    const asked = { name: "a", domain: [], operator: "ilike" as const, limit: 10 };
    const searching = clientOf({ answer }).client.nameSearch("m", asked);
    await expect(searching).rejects.toMatchObject({ category: "server_error", outcome: "not_applied" });
  });

  it("is unclear where a creation was answered with no ids", async () => {
    await expect(clientOf({ answer: null }).client.create("m", [{}])).rejects.toMatchObject({
      category: "server_error",
      outcome: "unknown",
    });
  });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ["search", (it) => it.search("m", [], PAGE)],
    ["searchRead", (it) => it.searchRead("m", [], ["name"], PAGE)],
    ["read", (it) => it.read("m", [1], ["name"])],
    ["getMetadata", (it) => it.getMetadata("m", [1])],
  ])("is refused by %s where it is no list", async (_, calling) => {
    await expect(calling(clientOf({ answer: null }).client)).rejects.toMatchObject({
      category: "server_error",
      outcome: "not_applied",
    });
  });

  it("is a field for each that Odoo tells", async () => {
    const answer = { name: { type: "char", string: "Name", required: true }, shape: { type: "geo_polygon" } };
    expect(await clientOf({ answer }).client.fieldsGet("m")).toEqual({
      name: { type: "char", string: "Name", required: true },
    });
  });

  it("is what a button returned, an action or nothing", async () => {
    const action = { type: "ir.actions.act_window" };
    expect(await clientOf({ answer: action }).client.callMethod("m", [1], "f")).toEqual(action);
    expect(await clientOf({ answer: null }).client.callMethod("m", [1], "f")).toBeNull();
  });
});

describe("a lost answer", () => {
  const lost = new OdooError("timeout", "Odoo did not answer.", { outcome: "unknown", hint: "Wait.", model: "m" });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ["search", (it) => it.search("m", [], PAGE)],
    ["searchRead", (it) => it.searchRead("m", [], ["name"], PAGE)],
    ["searchCount", (it) => it.searchCount("m", [])],
    ["read", (it) => it.read("m", [1], ["name"])],
    ["fieldsGet", (it) => it.fieldsGet("m")],
    ["defaultGet", (it) => it.defaultGet("m", ["a"])],
    ["onchange", (it) => it.onchange("m", {}, { a: { reacts: true } })],
    ["getMetadata", (it) => it.getMetadata("m", [1])],
    ["callModel", (it) => it.callModel("m", "get_views", {})],
  ])("of %s has changed nothing, so it can be asked again", async (_, calling) => {
    await expect(calling(clientOf({ answer: lost }).client)).rejects.toMatchObject({
      category: "timeout",
      message: "Odoo did not answer.",
      hint: "Wait.",
      model: "m",
      outcome: "not_applied",
      retryable: true,
    });
  });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ["create", (it) => it.create("m", [{}])],
    ["write", (it) => it.write("m", [1], {})],
    ["unlink", (it) => it.unlink("m", [1])],
    ["callMethod", (it) => it.callMethod("m", [1], "action_confirm")],
  ])("of %s leaves it open what happened, so it is not asked again", async (_, calling) => {
    await expect(calling(clientOf({ answer: lost }).client)).rejects.toBe(lost);
    expect(lost.retryable).toBe(false);
  });
});

describe("hasAccess", () => {
  it.each([
    [17, { method: "check_access_rights", params: { operation: "write", raise_exception: false } }],
    [18, { method: "has_access", ids: [], params: { operation: "write" } }],
  ])("asks Odoo %i in its own way", async (major, expected) => {
    const { client, calls } = clientOf({ major, answer: true });
    expect(await client.hasAccess("res.partner", "write")).toBe(true);
    expect(calls).toMatchObject([{ model: "res.partner", ...expected }]);
    expect(await clientOf({ major, answer: false }).client.hasAccess("res.partner", "write")).toBe(false);
  });

  it.each([
    [17, { method: "check_access_rule", ids: [5], params: { operation: "write" } }],
    [18, { method: "has_access", ids: [5], params: { operation: "write" } }],
  ])("asks Odoo %i of single records", async (major, expected) => {
    const { client, calls } = clientOf({ major, answer: true });
    expect(await client.hasAccess("res.partner", "write", { ids: [5] })).toBe(true);
    expect(calls.at(-1)).toMatchObject({ model: "res.partner", ...expected });
  });

  it.each([true, false])("is not there before 18 where a rule refuses a record, or all are (%s)", async (ofAll) => {
    const call = async ({ method }: WireCall) => {
      if (method === "check_access_rights") return ofAll;
      if (ofAll) throw new OdooError("forbidden", "Not this one.");
      return null;
    };
    const series = { major: 17, minor: 0, name: "17.0" };
    const user = { uid: 7, context: CONTEXT, companies: [3] };
    const client = createClient({ wire: { call }, wireName: "jsonrpc", series, url: "https://example.odoo.com", user });
    expect(await client.hasAccess("res.partner", "write", { ids: [5] })).toBe(false);
  });
});

describe("hasGroup", () => {
  it.each([
    [17, undefined],
    [18, [7]],
  ])("asks Odoo %i in its own way", async (major, ids) => {
    const { client, calls } = clientOf({ major, answer: true });
    expect(await client.hasGroup("base.group_system")).toBe(true);
    const params = { group_ext_id: "base.group_system" };
    expect(calls).toMatchObject([{ model: "res.users", method: "has_group", params }]);
    expect(calls[0]?.ids).toEqual(ids);
    expect(await clientOf({ major, answer: false }).client.hasGroup("base.group_system")).toBe(false);
  });
});

describe("getViews", () => {
  it.each([
    [15, "load_views"],
    [16, "get_views"],
    [17, "get_views"],
    [18, "get_views"],
  ])("asks Odoo %i by %s, for a list and not a tree, whose menus 16 and 17 leave out", async (major, method) => {
    const { client, calls } = clientOf({ major, answer: { views: { form: { arch: "<form/>" } } } });
    expect(await client.getViews("res.partner")).toEqual({ form: { arch: "<form/>", embedded: {} } });
    const views = [
      [false, "form"],
      [false, "list"],
      [false, "search"],
    ];
    expect(calls).toMatchObject([{ model: "res.partner", method, params: { views } }]);
    expect(calls[0]?.params).not.toHaveProperty("options");
  });

  it.each([14, 19])(
    "asks Odoo %i for the menus along with the views, and for another form by its id",
    async (major) => {
      const { client, calls } = clientOf({ major, answer: {} });
      await client.getViews("res.partner", { menus: true, formView: 55 });
      expect(calls[0]?.params).toMatchObject({
        views: [
          [55, "form"],
          [false, expect.any(String)],
          [false, "search"],
        ],
      });
      expect(calls[0]?.params?.options).toEqual({ toolbar: true });
      expect(calls[0]).not.toHaveProperty("menus");
    },
  );
});

it("says that views cannot come over XML-RPC, where they come as nothing", async () => {
  await expect(clientOf({ major: 14, answer: null }).client.getViews("res.partner")).rejects.toMatchObject({
    category: "server_error",
    message: expect.stringContaining("XML-RPC"),
  });
});

describe("an answer that is not what the call gives", () => {
  it.each<[string, unknown, (client: Client) => Promise<unknown>]>([
    ["fewer ids than records created", [1], (it) => it.create("m", [{}, {}])],
    ["texts for ids", ["1"], (it) => it.create("m", [{}])],
    ["an id of 0", 0, (it) => it.create("m", [{}])],
    ["a number too large for an id", [1e82], (it) => it.create("m", [{}])],
    ["no ids of what was loaded", { ids: [], messages: [] }, (it) => it.load("m", { fields: ["id"], rows: [["x.y"]] })],
    ["false to a write", false, (it) => it.write("m", [1], { a: 1 })],
    ["false to a deletion", false, (it) => it.unlink("m", [1])],
  ])("is no success of a write: %s", async (_, answer, calling) => {
    const error = { category: "server_error", outcome: "unknown" };
    await expect(calling(clientOf({ answer }).client)).rejects.toMatchObject(error);
  });

  it.each([[[]], ["12"], [null], [1.5]])("is no count: %j", async (answer) => {
    const error = { category: "server_error", outcome: "not_applied" };
    await expect(clientOf({ answer }).client.searchCount("m", [])).rejects.toMatchObject(error);
  });
});
