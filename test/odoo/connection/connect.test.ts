import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createClient } from "../../../src/odoo/client.js";
import { connect } from "../../../src/odoo/connection/connect.js";
import { recordLink } from "../../../src/odoo/connection/record-link.js";
import type { Settings } from "../../../src/odoo/connection/settings.js";
import { redacted } from "../../../src/odoo/errors/debug.js";
import type { OdooError } from "../../../src/odoo/errors/errors.js";
import { webSession } from "../../../src/odoo/report/web-session.js";
import {
  type FakeAnswer,
  type FakeRequest,
  fakeServer,
  htmlPage,
  jsonError,
  jsonResult,
  xmlFault,
  xmlResult,
} from "../../support/fake-server.js";

const PASSWORD: Partial<Settings> = { database: "shop", username: "admin", password: "s3cret" };
const KEY: Partial<Settings> = { database: "shop", username: "admin", apiKey: "s3cret" };

interface Fake {
  version?: unknown;
  /** Answers of `/jsonrpc`, by the method of the service or the model. */
  rpc?: Record<string, FakeAnswer>;
  json2?: FakeAnswer;
  /** Answers that come before all others, by path. */
  paths?: Record<string, FakeAnswer>;
}

/** An Odoo as far as signing in goes. */
async function fakeOdoo({ version = [19, 0, 0, "final", 0, ""], rpc = {}, json2, paths = {} }: Fake = {}) {
  const answers: Record<string, FakeAnswer> = {
    authenticate: jsonResult(7),
    read: jsonResult([USER]),
  };
  const answer = ({ path, body }: FakeRequest): FakeAnswer => {
    if (paths[path]) return paths[path];
    if (path === "/web/webclient/version_info") return jsonResult({ server_version_info: version });
    if (path.startsWith("/json/2/")) return json2 ?? { body: path.endsWith("/context_get") ? { uid: 7 } : [USER] };
    if (path !== "/jsonrpc") return htmlPage(404);
    const { method, args } = JSON.parse(body).params;
    const asked = method === "execute_kw" ? args[4] : method;
    return rpc[asked] ?? answers[asked] ?? htmlPage(404);
  };
  const server = await fakeServer(answer);
  const to = (settings: Partial<Settings>): Settings => ({
    url: server.url,
    database: undefined,
    username: undefined,
    password: undefined,
    apiKey: undefined,
    apiKeyCommand: undefined,
    wire: "auto",
    timeoutMs: 60_000,
    concurrency: undefined,
    language: undefined,
    timeZone: undefined,
    companyIds: undefined,
    ...settings,
  });
  const rpcCalls = () =>
    server.requests.filter(({ path }) => path === "/jsonrpc").map(({ body }) => JSON.parse(body).params);
  return {
    server,
    rpcCalls,
    connect: (settings: Partial<Settings>) => connect(to(settings)),
    async failure(settings: Partial<Settings>): Promise<OdooError> {
      return connect(to(settings)).then(
        () => Promise.reject(new Error("connected")),
        (error) => error,
      );
    },
  };
}

const USER = { id: 7, lang: "nl_BE", tz: "Europe/Brussels", company_id: [3, "B"], company_ids: [1, 3] };
/** The default company comes first. */
const SIGNED_IN = {
  uid: 7,
  companies: [1, 3],
  context: { lang: "nl_BE", tz: "Europe/Brussels", allowed_company_ids: [3, 1] },
};

describe("the version", () => {
  it("must be 14 or later", async () => {
    const odoo = await fakeOdoo({ version: [13, 0, 0, "final", 0, ""] });
    expect(await odoo.failure(PASSWORD)).toMatchObject({
      category: "settings",
      message: `${odoo.server.url} runs Odoo 13.0; 14.0 is the oldest supported.`,
    });
    expect(odoo.server.requests).toHaveLength(1);
  });

  it("is asked at a second address where the first is blocked", async () => {
    const odoo = await fakeOdoo({
      paths: {
        "/web/webclient/version_info": htmlPage(403),
        "/web/version": { body: { version_info: [19, 0, 0, "final", 0, ""], version: "19.0" } },
      },
    });
    expect(await odoo.connect(KEY)).toMatchObject({ wireName: "json2", series: { major: 19 } });
  });

  it.each<[string, Record<string, FakeAnswer>, RegExp]>([
    [
      "another web site",
      { "/web/webclient/version_info": htmlPage(200) },
      /a web page that is not Odoo's API \(HTTP 200\)/,
    ],
    ["a web server without Odoo", { "/web/webclient/version_info": htmlPage(404) }, /a web page .+ \(HTTP 404\)/],
    [
      "another JSON service",
      { "/web/webclient/version_info": { body: { jsonrpc: "2.0", id: 1, result: {} } } },
      /not with an Odoo version/,
    ],
    [
      "a second address that is something else",
      { "/web/webclient/version_info": htmlPage(404), "/web/version": { body: "v2" } },
      /not Odoo's API/,
    ],
  ])("is not found on %s, and the address is to be checked", async (_, paths, message) => {
    const odoo = await fakeOdoo({ paths });
    expect(await odoo.failure(PASSWORD)).toMatchObject({
      category: "unavailable",
      message: expect.stringMatching(message),
      hint: "Check that ODOO_URL is the address of your Odoo.",
    });
  });

  it("is not asked behind a redirect, whose target is named", async () => {
    const location = "https://shop.example/web/webclient/version_info";
    const odoo = await fakeOdoo({ paths: { "/web/webclient/version_info": { status: 301, headers: { location } } } });
    expect((await odoo.failure(PASSWORD)).hint).toContain("https://shop.example.");
  });

  it("waits where the server asks for patience", async () => {
    const odoo = await fakeOdoo({ paths: { "/web/webclient/version_info": htmlPage(429) } });
    expect(await odoo.failure(PASSWORD)).toMatchObject({ category: "rate_limited", retryable: true });
  });
});

describe("the wire", () => {
  it.each<[version: unknown[], wire: Settings["wire"], credential: string, chosen: string]>([
    [[19, 0], "auto", "key", "json2"],
    [["saas~19", 4], "auto", "key", "json2"],
    [[20, 0], "auto", "key", "json2"],
    [[18, 0], "auto", "key", "jsonrpc"],
    [[19, 0], "auto", "password", "jsonrpc"],
    [[14, 0], "auto", "password", "jsonrpc"],
    [[19, 0], "jsonrpc", "key", "jsonrpc"],
    [[19, 0], "json2", "key", "json2"],
  ])("of Odoo %j with ODOO_WIRE=%s and a %s is %s", async (version, wire, credential, chosen) => {
    const odoo = await fakeOdoo({ version });
    const connection = await odoo.connect({ ...(credential === "key" ? KEY : PASSWORD), wire });
    expect(connection).toMatchObject({ wireName: chosen, url: odoo.server.url, user: { uid: 7 } });
  });

  it("can be XML-RPC, and is then nothing else", async () => {
    const user =
      "<array><data><value><struct><member><name>id</name><value><int>7</int></value></member></struct></value></data></array>";
    const odoo = await fakeOdoo({
      paths: { "/xmlrpc/2/common": xmlResult("<int>7</int>"), "/xmlrpc/2/object": xmlResult(user) },
    });
    expect(await odoo.connect({ ...KEY, wire: "xmlrpc" })).toMatchObject({ wireName: "xmlrpc", user: { uid: 7 } });
    expect(odoo.rpcCalls()).toEqual([]);
  });

  it.each<[unknown[], Partial<Settings>, RegExp]>([
    [[18, 0], KEY, /ODOO_WIRE is json2, which Odoo 18\.0 does not have/],
    [[19, 0], PASSWORD, /ODOO_WIRE is json2, which needs ODOO_API_KEY/],
  ])("cannot be JSON-2 where Odoo %j or the credential does not allow it", async (version, settings, message) => {
    const odoo = await fakeOdoo({ version });
    expect(await odoo.failure({ ...settings, wire: "json2" })).toMatchObject({
      category: "settings",
      message: expect.stringMatching(message),
    });
  });
});

describe("signing in", () => {
  it("gives the user and its language and time zone, over RPC", async () => {
    const odoo = await fakeOdoo();
    expect(await odoo.connect(PASSWORD)).toMatchObject({ user: SIGNED_IN });
    expect(odoo.rpcCalls()[0]).toEqual({
      service: "common",
      method: "authenticate",
      args: ["shop", "admin", "s3cret", {}],
    });
  });

  it("gives the user and its language and time zone, over JSON-2", async () => {
    const odoo = await fakeOdoo();
    expect(await odoo.connect({ apiKey: "s3cret" })).toMatchObject({ user: SIGNED_IN });
  });

  it("falls back to English and UTC for a user that has neither", async () => {
    const odoo = await fakeOdoo({ rpc: { read: jsonResult([{ id: 7, lang: false, tz: false }]) } });
    expect((await odoo.connect(PASSWORD)).user.context).toMatchObject({ lang: "en_US", tz: "UTC" });
  });

  it("takes language, time zone and companies from the settings, where the user may have them", async () => {
    const installed = jsonResult([["fr_FR", "French"]]);
    const odoo = await fakeOdoo({ rpc: { get_installed: installed } });
    const own = { language: "fr_FR", timeZone: "Asia/Tokyo", companyIds: [1] };
    const context = { lang: "fr_FR", tz: "Asia/Tokyo", allowed_company_ids: [1] };
    expect((await odoo.connect({ ...PASSWORD, ...own })).user.context).toEqual(context);
    expect((await odoo.failure({ ...PASSWORD, ...own, language: "xx_XX" })).message).toBe(
      'ODOO_LANG: the language "xx_XX" is not installed; these are: fr_FR.',
    );
    expect((await odoo.failure({ ...PASSWORD, ...own, companyIds: [1, 9] })).message).toBe(
      "ODOO_COMPANY_IDS: the user may not work in the company 9; the user's companies have the ids 1, 3.",
    );
  });

  it("prefers a key to a password", async () => {
    const odoo = await fakeOdoo({ version: [14, 0] });
    await odoo.connect({ ...PASSWORD, apiKey: "k3y" });
    expect(odoo.rpcCalls()[0].args[2]).toBe("k3y");
  });

  const SUPERUSER = {
    category: "settings",
    message: "The credential is the superuser's (OdooBot, uid 1), for whom Odoo checks no rights.",
    hint: expect.stringContaining("SECURITY.md"),
  };

  it.each<[string, Partial<Settings>, Fake]>([
    ["JSON-RPC", PASSWORD, { rpc: { authenticate: jsonResult(1) } }],
    ["JSON-2", KEY, { json2: { body: { uid: 1 } } }],
    ["XML-RPC", { ...PASSWORD, wire: "xmlrpc" }, { paths: { "/xmlrpc/2/common": xmlResult("<int>1</int>") } }],
  ])("is refused to the superuser, over %s", async (_, settings, fake) => {
    const odoo = await fakeOdoo(fake);
    expect(await odoo.failure(settings)).toMatchObject(SUPERUSER);
    expect(odoo.server.requests.filter(({ path, body }) => path.includes("read") || body.includes('"read"'))).toEqual(
      [],
    );
  });

  it.each<[string, Partial<Settings>, Partial<Fake>, Partial<Fake>]>([
    ["JSON-RPC", PASSWORD, {}, { rpc: { authenticate: jsonResult(1) } }],
    ["JSON-2", KEY, {}, { paths: { "/json/2/res.users/context_get": { body: { uid: 1 } } } }],
  ])("is refused to the superuser when the credential is replaced, over %s", async (_, settings, before, after) => {
    const fake: Fake = { rpc: {}, paths: {}, ...before };
    const odoo = await fakeOdoo(fake);
    const client = createClient(await odoo.connect(settings));
    Object.assign(fake.rpc ?? {}, { search: jsonError("odoo.exceptions.AccessDenied", "No."), ...after.rpc });
    const denied = { status: 401, body: { name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey" } };
    Object.assign(fake.paths ?? {}, { "/json/2/res.partner/search": denied, ...after.paths });
    await expect(client.search("res.partner", [], { limit: 1 })).rejects.toMatchObject(SUPERUSER);
  });

  const DENIED = jsonError("odoo.exceptions.AccessDenied", "Access Denied");
  const UNAUTHORIZED = { status: 401, body: { name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey" } };
  const xmlUser = xmlResult(
    "<array><data><value><struct><member><name>id</name><value><int>7</int></value></member></struct></value></data></array>",
  );

  it.each<[string, Partial<Settings>, before: Fake, after: Fake]>([
    ["JSON-RPC", PASSWORD, {}, { rpc: { authenticate: jsonResult(8), search: DENIED } }],
    [
      "XML-RPC",
      { ...PASSWORD, wire: "xmlrpc" },
      { paths: { "/xmlrpc/2/common": xmlResult("<int>7</int>"), "/xmlrpc/2/object": xmlUser } },
      { paths: { "/xmlrpc/2/common": xmlResult("<int>8</int>"), "/xmlrpc/2/object": xmlFault(3, "Access Denied") } },
    ],
    [
      "JSON-2",
      KEY,
      {},
      { paths: { "/json/2/res.users/context_get": { body: { uid: 8 } }, "/json/2/res.partner/search": UNAUTHORIZED } },
    ],
  ])("is refused to another user when the credential is replaced, over %s", async (_, settings, before, after) => {
    const fake = { rpc: { ...before.rpc }, paths: { ...before.paths } };
    const odoo = await fakeOdoo(fake);
    const connection = await odoo.connect(settings);
    Object.assign(fake.rpc, after.rpc);
    Object.assign(fake.paths, after.paths);
    const client = createClient(connection);
    const asked = () => client.search("res.partner", [], { limit: 1 });
    const refused = {
      category: "settings",
      outcome: "not_applied",
      retryable: false,
      message:
        "The credential was replaced by one of another user (uid 8, signed in was uid 7); the call was not sent.",
      hint: expect.stringContaining("Restart the server"),
    };
    await expect(asked()).rejects.toMatchObject(refused);
    await expect(asked()).rejects.toMatchObject(refused);
    expect(connection.user.uid).toBe(7);
  });

  it("is refused to another user while the first one is still being read, over JSON-2", async () => {
    let uid = 7;
    const paths = {
      get "/json/2/res.users/context_get"() {
        return { body: { uid } };
      },
      get "/json/2/res.users/read"() {
        uid = 8;
        return UNAUTHORIZED;
      },
    };
    const odoo = await fakeOdoo({ paths });
    expect(await odoo.failure(KEY)).toMatchObject({ category: "settings", message: expect.stringContaining("uid 8") });
  });

  it("takes a replaced credential of the same user", async () => {
    let signIns = 0;
    const rpc = {
      get authenticate() {
        signIns += 1;
        return jsonResult(7);
      },
      get search() {
        return signIns > 1 ? jsonResult([5]) : DENIED;
      },
    };
    const odoo = await fakeOdoo({ rpc });
    const client = createClient(await odoo.connect(PASSWORD));
    expect(await client.search("res.partner", [], { limit: 1 })).toEqual([5]);
  });

  it("takes the key that a command prints, asked when Odoo has answered, and again where it is refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-connect-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [counted, key] = [join(folder, "counted"), join(folder, "key")];
    const runs = async () => (await readFile(counted, "utf8").catch(() => "")).length;
    const apiKeyCommand = `printf x >> ${counted}; cat ${key}`;
    await writeFile(key, "first\n");
    const rpc: Record<string, FakeAnswer> = {};
    const down = await fakeOdoo({ paths: { "/web/webclient/version_info": htmlPage(502) } });
    await down.failure({ ...PASSWORD, apiKeyCommand });
    expect(await runs()).toBe(0);
    const odoo = await fakeOdoo({ version: [14, 0], rpc });
    const connection = await odoo.connect({ ...PASSWORD, apiKeyCommand });
    expect(odoo.rpcCalls()[0].args[2]).toBe("first");
    await createClient(connection).read("res.users", [7], ["lang"]);
    expect(await runs()).toBe(1);
    await writeFile(key, "second\n");
    rpc.read = jsonError("odoo.exceptions.AccessDenied", "Access Denied");
    const refused = createClient(connection).read("res.users", [7], ["lang"]);
    await expect(refused).rejects.toMatchObject({ category: "auth" });
    expect(
      odoo
        .rpcCalls()
        .filter(({ method }) => method === "authenticate")
        .at(-1).args[2],
    ).toBe("second");
    expect(await runs()).toBe(2);
  });

  it("never shows the key that a command prints, and says where a refused one came from", async () => {
    const odoo = await fakeOdoo({ version: [14, 0], rpc: { authenticate: jsonResult(false) } });
    const { message } = await odoo.failure({ ...PASSWORD, apiKeyCommand: "echo c0mmand-k3y" });
    expect(message).toBe('Odoo refused the key of ODOO_API_KEY_COMMAND for "admin" on database "shop".');
    expect(redacted("it was c0mmand-k3y")).toBe("it was ***");
  });

  it("takes the only database of a server", async () => {
    const odoo = await fakeOdoo({ rpc: { list: jsonResult(["only"]) } });
    await odoo.connect({ ...PASSWORD, database: undefined });
    expect(odoo.rpcCalls()[1].args[0]).toBe("only");
  });

  it.each<[string, FakeAnswer, string]>([
    ["has several", jsonResult(["a", "b"]), "ODOO_DB is not set, and the server has a, b."],
    ["has none", jsonResult([]), "ODOO_DB is not set, and the server does not list its databases."],
    [
      "lists none",
      jsonError("odoo.exceptions.AccessDenied", "Access Denied"),
      "ODOO_DB is not set, and the server does not list its databases.",
    ],
  ])("needs ODOO_DB where the server %s", async (_, list, message) => {
    const odoo = await fakeOdoo({ rpc: { list } });
    expect(await odoo.failure({ ...PASSWORD, database: undefined })).toMatchObject({ category: "settings", message });
  });

  it("needs a user name over RPC", async () => {
    const odoo = await fakeOdoo();
    expect(await odoo.failure({ password: "s3cret" })).toMatchObject({
      category: "settings",
      message: "ODOO_USERNAME is not set.",
    });
  });

  it.each<[string, Partial<Settings>, Fake, { message: string; hint: string | undefined }]>([
    [
      "a password",
      PASSWORD,
      { rpc: { authenticate: jsonResult(false) } },
      {
        message: 'Odoo refused ODOO_PASSWORD for "admin" on database "shop".',
        hint: "With two-factor sign-in, or on Odoo Online, use an API key.",
      },
    ],
    [
      "a password of a user with two-factor sign-in",
      PASSWORD,
      { rpc: { read: jsonError("odoo.exceptions.AccessDenied", "Access Denied") } },
      {
        message: 'Odoo refused ODOO_PASSWORD for "admin" on database "shop".',
        hint: "With two-factor sign-in, or on Odoo Online, use an API key.",
      },
    ],
    [
      "a key over RPC",
      KEY,
      { version: [14, 0], rpc: { authenticate: jsonResult(false) } },
      { message: 'Odoo refused ODOO_API_KEY for "admin" on database "shop".', hint: undefined },
    ],
    [
      "a key over JSON-2",
      { apiKey: "s3cret" },
      { json2: { status: 401, body: { name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey" } } },
      { message: "Odoo refused ODOO_API_KEY.", hint: undefined },
    ],
  ])("is refused with %s, in words about the settings", async (_, settings, fake, expected) => {
    const odoo = await fakeOdoo(fake);
    expect(await odoo.failure(settings)).toMatchObject({ category: "auth", ...expected });
  });

  it.each<[string, Partial<Settings>, Fake]>([
    [
      "over RPC",
      PASSWORD,
      {
        rpc: {
          authenticate: jsonError(
            "psycopg2.OperationalError",
            'connection to server on socket "/var/run/postgresql" failed: FATAL:  database "shop" does not exist\n',
          ),
        },
      },
    ],
    ["over JSON-2", KEY, { json2: htmlPage(404) }],
  ])("names a database that does not exist, %s", async (_, settings, fake) => {
    const odoo = await fakeOdoo(fake);
    expect(await odoo.failure(settings)).toMatchObject({
      category: "settings",
      message: `There is no database "shop" on ${odoo.server.url}.`,
      hint: expect.stringContaining("ODOO_DB"),
    });
  });

  it("asks for ODOO_DB where JSON-2 finds no database by itself", async () => {
    const odoo = await fakeOdoo({ json2: htmlPage(404) });
    expect(await odoo.failure({ apiKey: "s3cret" })).toMatchObject({
      category: "settings",
      message: `ODOO_DB is not set, and ${odoo.server.url} does not choose a database by itself.`,
    });
  });

  it.each<[string, Fake]>([
    ["a refusal", { rpc: { authenticate: jsonResult(false) } }],
    ["an exception that repeats it", { rpc: { authenticate: jsonError("odoo.exceptions.AccessDenied", "s3cret") } }],
    ["a page", { rpc: { authenticate: htmlPage(502) } }],
  ])("never tells the secret: %s", async (_, fake) => {
    const odoo = await fakeOdoo(fake);
    const { message, hint } = await odoo.failure(PASSWORD);
    expect(`${message} ${hint}`).not.toContain("s3cret");
  });

  it("gives other errors as they are", async () => {
    const odoo = await fakeOdoo({ rpc: { authenticate: htmlPage(502) } });
    expect(await odoo.failure(PASSWORD)).toMatchObject({ category: "unavailable", outcome: "unknown" });
  });
});

describe("the user", () => {
  afterEach(() => void vi.useRealTimers());

  it("is read again after some minutes, and kept where that fails", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const rpc = { read: jsonResult([USER]) };
    const odoo = await fakeOdoo({ rpc });
    const connection = await odoo.connect(PASSWORD);
    const client = createClient(connection);
    const reads = () => odoo.rpcCalls().filter(({ args }) => args[4] === "read").length;
    rpc.read = jsonResult([{ ...USER, lang: "fr_FR" }]);
    await connection.refreshUser();
    expect([reads(), client.user.context.lang]).toEqual([1, USER.lang]);
    vi.advanceTimersByTime(11 * 60_000);
    await Promise.all([connection.refreshUser(), connection.refreshUser()]);
    expect([reads(), client.user.context.lang]).toEqual([2, "fr_FR"]);
    vi.advanceTimersByTime(11 * 60_000);
    rpc.read = jsonError("odoo.exceptions.AccessError", "No.");
    await connection.refreshUser();
    expect([reads(), client.user.context.lang]).toEqual([3, "fr_FR"]);
  });
});

describe("an Odoo, or what stands before it, that gives the secret back", () => {
  const secret = "0123456789abcdef-k3y";
  const basic = Buffer.from(`admin:${secret}`).toString("base64");
  const echo = `${secret} ${encodeURIComponent(secret)} bearer ${secret} ${basic}`;

  it.each<[where: string, settings: Partial<Settings>, fake: Fake]>([
    ["in an error", { ...KEY, apiKey: secret }, { json2: jsonError("odoo.exceptions.UserError", echo) }],
    ["in JSON-2's error", { ...KEY, apiKey: secret }, { json2: { status: 422, body: { name: "a.B", message: echo } } }],
    ["in an error of a sign-in", { ...PASSWORD, password: secret }, { rpc: { authenticate: jsonError("x.Y", echo) } }],
    [
      "in a redirection to itself",
      { ...PASSWORD, password: secret },
      { rpc: { authenticate: { status: 302, headers: { location: `/${secret}/${basic}?key=${secret}` } } } },
    ],
    [
      "in the host of a redirection, which is written in small letters",
      { ...PASSWORD, password: secret.toUpperCase() },
      { rpc: { authenticate: { status: 302, headers: { location: `https://${secret}.example.org` } } } },
    ],
    [
      "in a redirection that is no address",
      { ...PASSWORD, password: secret },
      { rpc: { authenticate: { status: 302, headers: { location: `https://[${secret}` } } } },
    ],
    [
      "in a page and headers",
      { ...PASSWORD, password: secret },
      { rpc: { authenticate: { status: 403, headers: { "content-type": secret, "x-echo": secret }, body: echo } } },
    ],
  ])("is told without it: %s", async (_, settings, fake) => {
    const { failure } = await fakeOdoo(fake);
    const error = await failure(settings);
    const told = `${error.message} ${error.hint} ${error.stack}`;
    expect(error.name).toBe("OdooError");
    expect(told.toLowerCase()).not.toContain(secret);
    expect(told).not.toContain(basic.slice(8, -4));
  });
});

describe("an Odoo below a path", () => {
  /** A proxy that has its Odoo below `/erp`, and something else beside it. */
  async function below() {
    const server = await fakeServer(({ path, body }) => {
      if (path === "/erp/web/webclient/version_info") return jsonResult({ server_version_info: [19, 0] });
      if (path === "/erp/web/session/authenticate")
        return { ...jsonResult({ uid: 7 }), headers: { "set-cookie": "session_id=abc; Path=/" } };
      if (path === "/erp/xmlrpc/2/common") return xmlResult("<int>7</int>");
      if (path === "/erp/xmlrpc/2/object") return xmlResult(XML_USER);
      if (path === "/erp/jsonrpc") return jsonResult(JSON.parse(body).params.method === "execute_kw" ? [USER] : 7);
      if (path.startsWith("/erp/json/2/")) return { body: path.endsWith("/context_get") ? { uid: 7 } : [USER] };
      if (path === "/erp/report/gone") return { status: 303, headers: { location: "/web/login" } };
      if (path === "/erp/report/gone/erp") return { status: 303, headers: { location: "/erp/en_GB/web/login" } };
      if (path === "/erp/report/pdf/x/1") return { headers: { "content-type": "application/pdf" }, body: "%PDF" };
      return htmlPage(404);
    });
    return server;
  }
  const XML_USER =
    "<array><data><value><struct><member><name>id</name><value><int>7</int></value></member></struct></value></data></array>";
  const REST = { concurrency: undefined, language: undefined, timeZone: undefined, companyIds: undefined };
  const settingsFor = (url: string, more: Partial<Settings>): Settings => ({
    ...{ url, database: "shop", username: "admin", password: undefined, apiKey: undefined, apiKeyCommand: undefined },
    ...{ wire: "auto", timeoutMs: 60_000, ...REST, ...more },
  });

  it.each<Partial<Settings>>([{ apiKey: "k3y" }, { password: "s3cret" }, { password: "s3cret", wire: "xmlrpc" }])(
    "is used with its path by the wire of %j, by links, and by what they find",
    async (credential) => {
      const server = await below();
      const connection = await connect(settingsFor(`${server.url}/erp`, credential));
      expect(connection.url).toBe(`${server.url}/erp`);
      expect(recordLink(connection, "res.partner", 5)).toBe(`${server.url}/erp/odoo/res.partner/5`);
      expect(server.requests.filter(({ path }) => !path.startsWith("/erp/"))).toEqual([]);
      expect(new Set(server.requests.map(({ headers }) => headers["user-agent"]))).toEqual(
        new Set([expect.stringMatching(/^odoo-typed-mcp\/\d+\.\d+\.\d+/)]),
      );
    },
  );

  it("is found by the address of one of its screens, and its web session has the path too", async () => {
    const server = await below();
    const { queue, url } = await connect(settingsFor(`${server.url}/erp/odoo/action-12`, { password: "s3cret" }));
    expect(url).toBe(`${server.url}/erp`);
    const settings = { url, database: "shop", username: "admin", password: "s3cret", timeoutMs: 60_000 };
    const session = webSession(() => settings, { uid: 7, queue });
    expect(await session.get("/report/pdf/x/1", { maxBytes: 100 })).toMatchObject({ status: 200 });
    // Both ends of a session: with the path that Odoo knows of, and without it.
    for (const path of ["/report/gone", "/report/gone/erp"]) {
      await expect(session.get(path, { maxBytes: 100 })).rejects.toThrow("ended the session as soon as it began");
    }
    expect(await session.get("/report/pdf/x/1", { maxBytes: 100 })).toMatchObject({ status: 200 });
    await session.close();
    expect(server.requests.slice(-3).map(({ path }) => path)).toEqual([
      "/erp/web/session/authenticate",
      "/erp/report/pdf/x/1",
      "/erp/web/session/destroy",
    ]);
    expect(server.requests.every(({ headers }) => headers["user-agent"]?.startsWith("odoo-typed-mcp/"))).toBe(true);
  });
});
