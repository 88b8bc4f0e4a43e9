import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue, checkedCatalogue } from "../../../codegen/emit/catalogue.js";
import { stringify } from "../../../src/odoo/schema/snapshot.js";
import {
  committedConfig,
  committedSchema,
  configWith,
  GENERATED,
  odooError,
  schemaWith,
} from "../../support/fixtures.js";

const schema = schemaWith({ "a.b": {} });

describe("the catalogue", () => {
  it("of what is committed is listed by the committed manifest, to the byte", () => {
    const { manifest } = catalogue(committedSchema(), committedConfig());
    expect(stringify(manifest, 8)).toBe(readFileSync(join(GENERATED, "manifest.json"), "utf8"));
  });

  it("is the same whether it is checked or not", () => {
    expect(checkedCatalogue(committedSchema(), committedConfig())).toEqual(
      catalogue(committedSchema(), committedConfig()),
    );
  });

  it("is made beyond the config's limits, and refused where it is checked", () => {
    const config = configWith({ "a.b": {} }, { limits: { tools: 1 } });
    expect(catalogue(schema, config).manifest.tools.length).toBeGreaterThan(1);
    expect(() => checkedCatalogue(schema, config)).toThrow(odooError("settings", "limit of tools 1"));
  });

  it("is refused, checked or not, where the config does not suit the snapshot", () => {
    const config = configWith({ "a.b": { exclude: ["nope"] } });
    for (const make of [catalogue, checkedCatalogue])
      expect(() => make(schema, config)).toThrow(odooError("settings", "nope"));
  });
});
