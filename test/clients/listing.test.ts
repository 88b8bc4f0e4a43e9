import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonSchema } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import { type Connected, LIBRARIES } from "./libraries.js";

// What a model is told of the tools through each library. A server lists its tools before it has reached an Odoo.

const NOWHERE = { ODOO_URL: "http://127.0.0.1:9", ODOO_DB: "none", ODOO_USERNAME: "none", ODOO_PASSWORD: "none" };

const { tools } = JSON.parse(readFileSync("generated/manifest.json", "utf8")) as Manifest;
const listed = new Map(
  [...tools.map(({ tool }) => tool), ...GENERIC_TOOLS.map(({ definition }) => definition)].map((tool) => [
    tool.name,
    tool.inputSchema as JsonSchema,
  ]),
);

describe.each(LIBRARIES)("%s", (library, connect) => {
  let server: Connected;

  beforeAll(async () => {
    server = await connect(NOWHERE, ["--generated", "generated"]);
  });
  afterAll(() => server?.close());

  it("lists all tools", () => {
    expect([...server.parameters.keys()].sort()).toEqual([...listed.keys()].sort());
  });

  it("tells of arguments what is listed", () => {
    for (const [name, { properties }] of server.parameters) {
      const told = library === "LangChain" ? withoutAnyOf(listed.get(name)?.properties) : listed.get(name)?.properties;
      expect({ name, properties }).toEqual({ name, properties: told });
    }
  });
});

/** LangChain leaves out what may be one of several: what comes is not checked there, and we check it. */
const withoutAnyOf = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner) => (key === "anyOf" ? undefined : inner));
