import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import { describeEachOdoo } from "../live/odoos.js";
import { generatedFolder } from "../live/shared.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import { type Connected, LIBRARIES } from "./libraries.js";

/** With what a new contact needs, for LangChain looks for that by itself. */
const MISSPELT = { name: "Azure", emial: "azure@example.com" };

// Calls as the models of each library make them, and what they read of the answers. Nothing is written.

describeEachOdoo("client libraries", (instance) => {
  const { admin, series } = instance;

  describe.each(LIBRARIES)("%s", (library, connect) => {
    let generated: string;
    let server: Connected;

    beforeAll(async () => {
      generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
      server = await connect(admin, ["--generated", generated]);
    });
    afterAll(() => server?.close());

    it("lists all tools", () => {
      const { tools } = JSON.parse(readFileSync(join(generated, "manifest.json"), "utf8")) as Manifest;
      const names = [...tools.map(({ tool }) => tool.name), ...GENERIC_TOOLS.map(({ definition }) => definition.name)];
      expect([...server.parameters.keys()].sort()).toEqual(names.sort());
    });

    it("makes a call", async () => {
      expect(plain(await server.call("who_am_i", {}))).toContain(`"version":"${series}.0`);
    });

    it("reads records by a domain with every kind of value", async () => {
      const domain = [
        "|",
        ["id", "=", 1],
        ["create_date", ">=", "2020-01-01T00:00:00Z"],
        ["active", "=", true],
        ["id", "in", [1, 2, 3]],
        ["name", "!=", null],
      ];
      const answer = plain(
        await server.call("res_partner_search", { domain, fields: ["name"], order: "id", limit: 1 }),
      );
      expect(answer).toMatch(/"records":\[\{"id":1,"name":"[^"]+"/);
    });

    it("reads what was wrong with a call, and what to write instead", async () => {
      const answer = await server.call("res_partner_create", { values: MISSPELT });
      expect(plain(answer)).toMatch(/emial.*Did you mean "email"/);
      expect(answer).toContain("Nothing was written");
    });

    // Why the listing does not say additionalProperties: false.
    it(`of a closed listing ${library === "LangChain" ? "refuses the call in its own words" : "checks nothing"}`, async () => {
      const closed = await connect(admin, ["--generated", generated]);
      const values = closed.parameters.get("res_partner_create")?.properties as { values: Record<string, unknown> };
      values.values.additionalProperties = false;
      const answer = plain(await closed.call("res_partner_create", { values: MISSPELT }));
      await closed.close();
      if (library === "LangChain") expect(answer).toContain("did not match expected schema");
      else expect(answer).toContain('Did you mean "email"');
    });
  });
});

/** JSON in a text has its quotes escaped. */
const plain = (answer: string) => answer.replaceAll("\\", "");
