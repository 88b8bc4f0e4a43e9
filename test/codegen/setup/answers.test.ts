import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { givenAnswers, givenSecret, type InitOptions, usualDatabase } from "../../../codegen/setup/answers.js";
import { odooError } from "../../support/fixtures.js";

const secretOf = (options: Partial<InitOptions>, environment: Record<string, string> = {}, input = "") =>
  givenSecret({ serverName: "odoo", ...options }, environment, Readable.from([input]));

describe("the secret", () => {
  it.each<[Partial<InitOptions>, Record<string, string>, string, object]>([
    [{ apiKeyEnv: "MINE" }, { MINE: "k" }, "", { ODOO_API_KEY: "k" }],
    [{ passwordEnv: "MINE" }, { MINE: "p", ODOO_API_KEY: "k" }, "", { ODOO_PASSWORD: "p" }],
    [{ apiKeyStdin: true }, {}, "k\r\nrest", { ODOO_API_KEY: "k" }],
    [{ passwordStdin: true }, {}, " p \n", { ODOO_PASSWORD: " p " }],
    [{}, { ODOO_API_KEY: "k", ODOO_API_KEY_COMMAND: "c", ODOO_PASSWORD: "p" }, "", { ODOO_API_KEY: "k" }],
    [{}, { ODOO_API_KEY_COMMAND: "c", ODOO_PASSWORD: "p" }, "", { ODOO_API_KEY_COMMAND: "c" }],
    [{}, { ODOO_PASSWORD: "p" }, "", { ODOO_PASSWORD: "p" }],
  ])("of %j with %j is taken", async (options, environment, input, secret) => {
    expect(await secretOf(options, environment, input)).toEqual(secret);
  });

  it.each<[Partial<InitOptions>, string]>([
    [{ apiKeyEnv: "MINE", passwordStdin: true }, "More than one flag"],
    [{ apiKeyEnv: "MINE" }, "MINE is not set"],
    [{ passwordStdin: true }, "stdin held no secret"],
    [{}, "neither an API key nor a password"],
  ])("of %j is refused", async (options, told) => {
    await expect(secretOf(options)).rejects.toThrow(odooError("settings", told));
  });
});

describe("the database", () => {
  it.each([
    ["https://odoo.example", ["one"], "one"],
    ["https://odoo.example", ["one", "two"], undefined],
    ["https://odoo.example", undefined, undefined],
    ["https://mine.odoo.com", undefined, "mine"],
    ["https://mine.odoo.com", ["a", "b"], undefined],
  ])("of %s that lists %j is %s", (url, names, database) => {
    expect(usualDatabase(url, names)).toBe(database);
  });
});

describe("the answers of a script", () => {
  const answers = (options: Partial<InitOptions>, environment: Record<string, string> = {}) =>
    givenAnswers({ serverName: "odoo", ...options }, environment, Readable.from([]));

  it("are its flags before the environment", async () => {
    const both = answers(
      { url: "odoo.example", db: "flag" },
      { ODOO_URL: "https://other.example", ODOO_DB: "variable" },
    );
    expect(await both.url()).toBe("https://odoo.example");
    expect(await both.database("https://odoo.example", ["one"])).toBe("flag");
    const variables = answers({}, { ODOO_URL: "https://other.example", ODOO_DB: "variable" });
    expect(await variables.url()).toBe("https://other.example");
    expect(await variables.database("https://other.example", undefined)).toBe("variable");
  });

  it.each<[string, (given: ReturnType<typeof answers>) => Promise<unknown>, string]>([
    ["an address", (given) => given.url(), "--url"],
    ["a database", (given) => given.database("https://odoo.example", ["a", "b"]), "--db"],
    ["a login", (given) => given.credentials(), "--username"],
    ["a model", (given) => given.models([]), "--models"],
  ])("that lack %s are refused with the flag that gives it", async (_, ask, flag) => {
    await expect(ask(answers({}))).rejects.toThrow(expect.objectContaining({ hint: `Say it with ${flag}.` }));
  });

  it("need a word before a secret goes out unencrypted", async () => {
    await expect(answers({ url: "http://odoo.example" }).url()).rejects.toThrow(odooError("settings", "not encrypted"));
    expect(await answers({ url: "http://odoo.example", allowHttp: true }).url()).toBe("http://odoo.example");
    expect(await answers({ url: "http://localhost:8069" }).url()).toBe("http://localhost:8069");
  });
});
