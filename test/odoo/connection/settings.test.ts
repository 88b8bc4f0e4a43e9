import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  isExposed,
  loadEnvironment,
  ofIntrospection,
  readIntrospectSettings,
  readSettings,
} from "../../../src/odoo/connection/settings.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";

const MINIMUM = { ODOO_URL: "https://example.odoo.com", ODOO_API_KEY: "key" };

const refusal = (environment: Record<string, string>): OdooError => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof OdooError) return error;
  }
  throw new Error("the settings were not refused");
};

describe("readSettings", () => {
  it("takes the longest time-out that a timer can run", () => {
    expect(readSettings({ ...MINIMUM, ODOO_TIMEOUT_MS: "2147483647" }).timeoutMs).toBe(2147483647);
  });

  it("needs no more than an address and a credential", () => {
    expect(readSettings(MINIMUM)).toEqual({
      url: "https://example.odoo.com",
      database: undefined,
      username: undefined,
      password: undefined,
      apiKey: "key",
      wire: "auto",
      timeoutMs: 120_000,
      concurrency: undefined,
    });
  });

  it("reads every variable", () => {
    const settings = readSettings({
      ODOO_URL: "http://127.0.0.1:8069",
      ODOO_DB: "shop",
      ODOO_USERNAME: "admin",
      ODOO_PASSWORD: "secret",
      ODOO_WIRE: "xmlrpc",
      ODOO_TIMEOUT_MS: "2500",
    });
    expect(settings).toMatchObject({
      url: "http://127.0.0.1:8069",
      database: "shop",
      username: "admin",
      password: "secret",
      wire: "xmlrpc",
      timeoutMs: 2500,
    });
  });

  it.each([
    ["https://example.odoo.com/", ""],
    ["  https://EXAMPLE.odoo.com  ", ""],
    ["https://example.odoo.com/web", ""],
    ["https://example.odoo.com/web#id=7&model=sale.order&view_type=form", ""],
    ["https://example.odoo.com/web/login?redirect=%2Fweb", ""],
    ["https://example.odoo.com/jsonrpc", ""],
    ["https://example.odoo.com/xmlrpc/2/common", ""],
    ["https://example.odoo.com/website/", "/website"],
    ["https://example.odoo.com/erp/", "/erp"],
    ["https://example.odoo.com/erp/web#id=7", "/erp"],
    ["https://example.odoo.com/odoo", "/odoo"],
    ["https://example.odoo.com/odoo/contacts?debug=1#menu", "/odoo/contacts"],
  ])("takes %j for the address of a server below %j", (ODOO_URL, path) => {
    expect(readSettings({ ...MINIMUM, ODOO_URL }).url).toBe(`https://example.odoo.com${path}`);
  });

  it.each([
    "http://localhost:8069",
    "http://127.0.0.1:8069",
    "http://127.8.9.10",
    "http://[::1]:8069",
    "http://odoo.localhost",
    "https://odoo.example",
  ])("takes %s, where nobody can listen on the way", (url) => {
    expect(readSettings({ ...MINIMUM, ODOO_URL: url }).url).toBe(url);
  });

  it.each(["http://odoo.example", "http://192.168.1.5:8069", "http://127.0.0.1.example", "http://localhost.example"])(
    "refuses %s unless it is allowed",
    (url) => {
      expect(refusal({ ...MINIMUM, ODOO_URL: url })).toMatchObject({
        message: `ODOO_URL is ${url}, where anyone on the way can read the credential.`,
        hint: expect.stringContaining("ODOO_ALLOW_HTTP=1"),
      });
      expect(readSettings({ ...MINIMUM, ODOO_URL: url, ODOO_ALLOW_HTTP: "1" }).url).toBe(url);
    },
  );

  it("reads how many calls may run at a time", () => {
    expect(readSettings({ ...MINIMUM, ODOO_CONCURRENCY: "8" }).concurrency).toBe(8);
  });

  it("reads how long an answer may be", () => {
    expect(readSettings({ ...MINIMUM, ODOO_MCP_MAX_ANSWER: "40000" }).answerCharacters).toBe(40_000);
    expect(readSettings(MINIMUM).answerCharacters).toBeUndefined();
    expect(refusal({ ...MINIMUM, ODOO_MCP_MAX_ANSWER: "500" }).message).toBe(
      'ODOO_MCP_MAX_ANSWER must be a number of characters above 9999, not "500".',
    );
  });

  it.each(["0", "65", "2.5", "many"])("refuses %s calls at a time", (text) => {
    expect(refusal({ ...MINIMUM, ODOO_CONCURRENCY: text }).message).toContain("ODOO_CONCURRENCY must be");
  });

  it("trims what a file may leave around a value, but never a password", () => {
    const settings = readSettings({ ...MINIMUM, ODOO_API_KEY: " key\n", ODOO_DB: " shop ", ODOO_PASSWORD: " secret " });
    expect(settings).toMatchObject({ apiKey: "key", database: "shop", password: " secret " });
  });

  it("takes an empty variable for one that is not set", () => {
    const settings = readSettings({ ...MINIMUM, ODOO_DB: "", ODOO_USERNAME: " ", ODOO_WIRE: "", ODOO_TIMEOUT_MS: "" });
    expect(settings).toMatchObject({ database: undefined, username: undefined, wire: "auto", timeoutMs: 120_000 });
  });

  it.each([
    ["ODOO_URL", {}, /^ODOO_URL is not set/],
    ["ODOO_URL", { ODOO_URL: "example.odoo.com" }, /not "example.odoo.com"/],
    ["ODOO_URL", { ODOO_URL: "ftp://example.odoo.com" }, /must be an address such as https:/],
    ["ODOO_URL", { ODOO_URL: "https://" }, /must be an address such as https:/],
    ["ODOO_WIRE", { ODOO_WIRE: "soap" }, /"soap"; it must be auto, json2, jsonrpc, xmlrpc/],
    ["ODOO_TIMEOUT_MS", { ODOO_TIMEOUT_MS: "0" }, /above 0/],
    ["ODOO_TIMEOUT_MS", { ODOO_TIMEOUT_MS: "-5" }, /above 0/],
    ["ODOO_TIMEOUT_MS", { ODOO_TIMEOUT_MS: "2.5" }, /not "2.5"/],
    ["ODOO_TIMEOUT_MS", { ODOO_TIMEOUT_MS: "30s" }, /not "30s"/],
    ["ODOO_TIMEOUT_MS", { ODOO_TIMEOUT_MS: "2147483648" }, /not "2147483648"/],
  ])("refuses a wrong %s by its name: %j", (name, given: Record<string, string>, message) => {
    const { ODOO_URL, ...rest } = MINIMUM;
    const error = refusal({ ...rest, ...(name === "ODOO_URL" ? {} : { ODOO_URL }), ...given });
    expect(error.category).toBe("settings");
    expect(error.message).toContain(name);
    expect(error.message).toMatch(message);
  });

  it.each(["ODOO_MCP_READONLY", "ODOO_MCP_READ-ONLY", "ODOO_MCP_X\u001b[2J"])(
    "refuses a name of this server's that is no setting: %j",
    (name) => {
      const odoo = { ODOO_URL: "https://odoo.example", ODOO_API_KEY: "key" };
      expect(() => readSettings({ ...odoo, [name]: "1" })).toThrow("is no setting");
      expect(() => readSettings({ ...odoo, ODOO_MCP_READONLY: "1" })).toThrow('Did you mean "ODOO_MCP_READ_ONLY"?');
      expect(() => readSettings({ ...odoo, ODOO_OTHER: "1", ODOO_MCP_READ_ONLY: "1" })).not.toThrow();
    },
  );

  it("refuses to go without a credential, and names both", () => {
    expect(refusal({ ODOO_URL: "https://example.odoo.com", ODOO_PASSWORD: "" }).message).toBe(
      "Neither ODOO_API_KEY nor ODOO_PASSWORD is set.",
    );
  });

  it("takes a command for the key, and refuses both", () => {
    const ODOO_API_KEY_COMMAND = "pass show odoo";
    const { ODOO_URL } = MINIMUM;
    expect(readSettings({ ODOO_URL, ODOO_API_KEY_COMMAND })).toMatchObject({
      apiKey: undefined,
      apiKeyCommand: "pass show odoo",
    });
    expect(refusal({ ...MINIMUM, ODOO_API_KEY_COMMAND }).message).toBe(
      "ODOO_API_KEY and ODOO_API_KEY_COMMAND are both set.",
    );
  });

  it.each([
    "https://admin:hunter2@example.odoo.com",
    "https://hunter2@example.odoo.com",
    "ftp://admin:hunter2@example.odoo.com",
    "ftp://admin:hunter2/x@example.odoo.com",
    "https//admin:hunter2@example.odoo.com",
    "admin:hunter2@example.odoo.com",
    "ftp://admin:hun@hunter2@example.odoo.com",
  ])("refuses the address %j without repeating its password", (ODOO_URL) => {
    const { message, hint } = refusal({ ...MINIMUM, ODOO_URL });
    expect(message).toMatch(/^ODOO_URL must/);
    expect(`${message} ${hint}`).not.toContain("hunter2");
  });
});

describe("loadEnvironment", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "odoo-typed-mcp-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads the .env file of the folder", () => {
    writeFileSync(join(folder, ".env"), '# comment\nODOO_URL=https://a.example\nODOO_PASSWORD="with # and space "\n');
    expect(loadEnvironment(folder, {})).toEqual({
      ODOO_URL: "https://a.example",
      ODOO_PASSWORD: "with # and space ",
    });
  });

  it("prefers the process's environment to the file", () => {
    writeFileSync(join(folder, ".env"), "ODOO_URL=https://file.example\nODOO_DB=file\n");
    expect(loadEnvironment(folder, { ODOO_URL: "https://process.example" })).toEqual({
      ODOO_URL: "https://process.example",
      ODOO_DB: "file",
    });
  });

  it.each(["ODOO_API_KEY", "ODOO_API_KEY_COMMAND", "ODOO_PASSWORD"])(
    "takes no credential of the file where the environment has one: %s",
    (name) => {
      writeFileSync(join(folder, ".env"), "ODOO_DB=file\nODOO_API_KEY=file\nODOO_PASSWORD=file\n");
      expect(loadEnvironment(folder, { [name]: "own" })).toEqual({ ODOO_DB: "file", [name]: "own" });
      expect(loadEnvironment(folder, { [name]: "" })).toMatchObject({ ODOO_DB: "file", [name]: "" });
    },
  );

  it("does without a file", () => {
    expect(loadEnvironment(folder, { ODOO_DB: "shop" })).toEqual({ ODOO_DB: "shop" });
  });
});

describe("isExposed", () => {
  it.each([
    ["https://example.org", false],
    ["http://example.org", true],
    ["http://127.0.0.1:8069", false],
    ["http://127.0.0.1.example.org", true],
    ["http://[::1]:8069", false],
    ["http://odoo.localhost", false],
  ])("of %s is %s", (origin, exposed) => expect(isExposed(origin)).toBe(exposed));
});

describe("the second credential, which introspection reads actions with", () => {
  const FIRST = { ...MINIMUM, ODOO_DB: "shop", ODOO_USERNAME: "demo", ODOO_PASSWORD: "first", ODOO_LANG: "fr_FR" };
  const second = (own: Record<string, string>, all: Record<string, string> = FIRST) =>
    readIntrospectSettings({ ...all, ...own }, own);

  it("is none where the environment names none", () => {
    expect(second({})).toBeUndefined();
    expect(second({ ODOO_INTROSPECT_API_KEY: " ", ODOO_INTROSPECT_PASSWORD: "" })).toBeUndefined();
  });

  it("reaches the same Odoo as another user, with nothing of the first one's", () => {
    const own = { ODOO_INTROSPECT_API_KEY: " key2\n", ODOO_INTROSPECT_USERNAME: "admin" };
    expect(second(own)).toEqual({
      ...readSettings(FIRST),
      apiKey: "key2",
      username: "admin",
      password: undefined,
    });
    expect(second({ ODOO_INTROSPECT_PASSWORD: " secret2 " })).toMatchObject({
      apiKey: undefined,
      username: undefined,
      password: " secret2 ",
    });
  });

  it("is not forgotten in silence where only its login is named", () => {
    expect(() => second({ ODOO_INTROSPECT_USERNAME: "admin" })).toThrow(
      expect.objectContaining({
        category: "settings",
        message: expect.stringContaining("neither ODOO_INTROSPECT_API_KEY nor ODOO_INTROSPECT_PASSWORD"),
        hint: expect.stringContaining("not read from .env"),
      }),
    );
    expect(second({ ODOO_INTROSPECT_USERNAME: " " })).toBeUndefined();
  });

  it("is not mixed with a command that prints the first one's key", () => {
    const { ODOO_API_KEY: _, ...rest } = FIRST;
    const settings = second({ ODOO_INTROSPECT_API_KEY: "key2" }, { ...rest, ODOO_API_KEY_COMMAND: "pass show odoo" });
    expect(settings).toMatchObject({ apiKey: "key2", apiKeyCommand: undefined });
  });

  it("is of the process alone, and never of a file beside the first", () => {
    expect(readIntrospectSettings({ ...FIRST, ODOO_INTROSPECT_API_KEY: "key2" }, {})).toBeUndefined();
  });

  it("is refused an address where anyone can read it on the way", () => {
    const all = { ...FIRST, ODOO_URL: "http://odoo.example" };
    expect(() => second({ ODOO_INTROSPECT_API_KEY: "key2" }, all)).toThrow("ODOO_URL is http://odoo.example");
  });

  it("fails in the names of its own variables", () => {
    const hint = "Set ODOO_API_KEY or ODOO_PASSWORD.";
    const failed = new OdooError("auth", "ODOO_USERNAME is not set.", { hint, outcome: "not_applied" });
    expect(ofIntrospection(failed)).toMatchObject({
      category: "auth",
      message: "ODOO_INTROSPECT_USERNAME is not set.",
      hint: "Set ODOO_INTROSPECT_API_KEY or ODOO_INTROSPECT_PASSWORD.",
    });
    const other = new TypeError("x");
    expect(ofIntrospection(other)).toBe(other);
  });
});
