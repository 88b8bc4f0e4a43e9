import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Odoo, openOdoo } from "../../src/script-client.js";
import { describeEachOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What the functions of docs/scripts.md do in Odoo; as a script of a package that is installed, in scripts.19.test.ts.

describeEachOdoo("the client of scripts", (instance) => {
  let odoo: Odoo;

  beforeAll(async () => {
    const folder = await generatedFolder(instance, JSON.stringify({ models: { "res.partner": {} } }));
    odoo = openOdoo(pathToFileURL(join(folder, "index.ts")).href);
  });
  afterAll(() => odoo.close());

  it("makes, changes, finds, counts, sums up, reads, archives and deletes records", async () => {
    for (const [name, value] of Object.entries(instance.admin)) vi.stubEnv(name, value);
    const partners = odoo.model("res.partner");
    const { id } = await partners.create({ name: "Script's own", child_ids: { create: [{ name: "Its line" }] } });
    try {
      expect(await partners.update([id], { email: "script@own.example" })).toMatchObject({ ids: [id] });
      const found = await partners.search([["email", "=", "script@own.example"]], { fields: ["name", "child_ids"] });
      expect(found).toMatchObject({
        total: 1,
        records: [{ id, name: "Script's own", child_ids: [expect.any(Number)] }],
      });
      expect(await partners.count([["parent_id", "=", id]])).toBe(1);
      const { groups } = await partners.aggregate({ domain: [["id", "child_of", id]], group_by: ["parent_id"] });
      expect(groups).toHaveLength(2);
      expect(await partners.read([id, 9_999_999], { fields: ["email"], lang: "en_US" })).toEqual([
        expect.objectContaining({ id, email: "script@own.example" }),
      ]);
      expect(await partners.press([id], "toggle_active")).toMatchObject({ ids: [id] });
      expect(await partners.read([id], { fields: ["active"] })).toEqual([expect.objectContaining({ active: false })]);
      await expect(partners.create({ name: "A", e_mail: "x" } as never)).rejects.toMatchObject({
        category: "validation",
        outcome: "not_applied",
      });
    } finally {
      await partners.delete([id]);
    }
    expect(await partners.read([id])).toEqual([]);
  });
});
