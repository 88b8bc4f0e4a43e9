import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isSet, readSettings } from "../../../src/odoo/connection/settings.js";
import { type NameOf, VARIABLES, type Variable } from "../../../src/odoo/connection/variables.js";

const PAGE = fileURLToPath(new URL("../../../docs/connection.md", import.meta.url));
const START = "<!-- variables:start -->";
const END = "<!-- variables:end -->";

const FLAGS = Object.entries<Variable>(VARIABLES).flatMap(([name, { kind }]) =>
  kind === "flag" ? [name as NameOf<"flag">] : [],
);

const code = (text: string | number) => `\`${text}\``;

/** A value as it is, or words such as "the user's". */
const usually = ({ kind, default: usual = "" }: Variable) =>
  kind === "choice" || typeof usual === "number" ? code(usual) : usual;

function tableRow([name, variable]: [string, Variable]): string {
  const sentences = [variable.more, variable.environmentOnly && "Not in `.env`."].filter(Boolean);
  const meaning = sentences.length > 0 ? `${variable.says}. ${sentences.join(" ")}` : variable.says;
  return `| ${[code(name), code(variable.example), usually(variable), meaning].join(" | ")} |`;
}

it("docs/connection.md lists the variables that the table has (vitest -u writes it)", async () => {
  const table = ["| variable | such as | default | meaning |", "|---|---|---|---|"];
  const rows = Object.entries<Variable>(VARIABLES).map(tableRow);
  const [before = "", rest = ""] = readFileSync(PAGE, "utf8").split(START);
  const [, after = ""] = rest.split(END);
  const page = `${before}${START}\n${[...table, ...rows].join("\n")}\n${END}${after}`;
  await expect(page).toMatchFileSnapshot(PAGE);
});

it("every variable that the sources read is in the table", () => {
  const root = new URL("../../../", import.meta.url);
  const files = ["src", "codegen"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(new URL(`${folder}/${file}`, root), "utf8")),
  );
  const read = files.flatMap((text) => [...text.matchAll(/[."](ODOO_[A-Z_]*[A-Z])\b/g)].map(([, name = ""]) => name));
  expect(new Set(read).size).toBeGreaterThan(10);
  expect(read.filter((name) => !(name in VARIABLES))).toEqual([]);
});

describe("every variable", () => {
  const CREDENTIAL = { ODOO_API_KEY: undefined, ODOO_API_KEY_COMMAND: undefined, ODOO_PASSWORD: undefined };
  const NEEDED = { ODOO_URL: "https://example.odoo.com", ODOO_PASSWORD: "secret" };

  it.each(Object.entries<Variable>(VARIABLES))("has an example that the parser takes: %s", (name, { example }) => {
    const environment = { ...NEEDED, ...(name in CREDENTIAL ? CREDENTIAL : {}), [name]: example };
    expect(() => readSettings(environment)).not.toThrow();
  });

  it("that has a default counts as that where it is not set", () => {
    const { ODOO_WIRE, ODOO_TIMEOUT_MS } = VARIABLES;
    expect(readSettings(NEEDED)).toMatchObject({ wire: ODOO_WIRE.default, timeoutMs: ODOO_TIMEOUT_MS.default });
  });

  it.each(Object.entries<Variable>(VARIABLES))("fits a line of --help: %s", (_, variable) => {
    const choices = variable.kind === "choice" ? ` (${variable.choices.join(", ")})` : "";
    expect(`${variable.says}${choices}`.length).toBeLessThanOrEqual(80 - 28);
    expect(variable.says).not.toMatch(/[`[\]\n]|\.$/);
  });
});

describe("the kinds", () => {
  const settings = (environment: Record<string, string>) =>
    readSettings({ ODOO_URL: "https://example.odoo.com", ODOO_PASSWORD: "secret", ...environment });

  it.each<[name: string, text: string, message: string]>([
    ["ODOO_WIRE", "soap", 'ODOO_WIRE is "soap"; it must be auto, json2, jsonrpc, xmlrpc.'],
    ["ODOO_TIMEOUT_MS", "0", 'ODOO_TIMEOUT_MS must be a number of milliseconds above 0, not "0".'],
    ["ODOO_CONCURRENCY", "65", 'ODOO_CONCURRENCY must be a number of calls at a time from 1 to 64, not "65".'],
    ["ODOO_TZ", "Mars", 'ODOO_TZ must be a time zone such as Europe/Brussels, not "Mars".'],
    ["ODOO_COMPANY_IDS", "1,x", 'ODOO_COMPANY_IDS must be ids separated by commas, such as 1,3, not "1,x".'],
  ])("refuse a wrong %s with the table's range and example: %s", (name, text, message) => {
    expect(() => settings({ [name]: text })).toThrow(message);
  });

  const url = { ODOO_URL: "http://odoo.example" };
  it.each(["1", "true", " YES ", "On"])("know a flag that is set: %j", (text) => {
    expect(settings({ ...url, ODOO_ALLOW_HTTP: text }).url).toBe("http://odoo.example");
  });

  it.each(["", "0", "false", " NO", "off"])("know a flag that is not: %j", (text) => {
    expect(() => settings({ ...url, ODOO_ALLOW_HTTP: text })).toThrow("ODOO_URL is http://odoo.example");
  });

  it.each(["2", "ja", "tru", "1 0"])("refuse a flag that is neither: %j", (text) => {
    for (const name of FLAGS) {
      const message = `${name} must be 1, true, yes, on, or 0, false, no, off, not "${text}".`;
      expect(() => isSet({ [name]: text }, name)).toThrow(message);
    }
  });

  it("refuse it where the settings are read, also of a flag that is looked at later", () => {
    for (const name of ["ODOO_ALLOW_HTTP", "ODOO_MCP_DEBUG"]) {
      expect(() => settings({ [name]: "ja" })).toThrow(`${name} must be 1`);
    }
  });
});
