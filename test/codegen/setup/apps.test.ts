import { describe, expect, it } from "vitest";
import { isReadable, proposedApps } from "../../../codegen/setup/apps.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { fakeClient } from "../../support/fixtures.js";

const client = (apps: { name: string; shortdesc: string }[] | OdooError, unreadable: string[] = []) =>
  fakeClient({
    searchRead: async () => {
      if (apps instanceof OdooError) throw apps;
      return apps as never;
    },
    hasAccess: async (model) => !unreadable.includes(model),
  });

const app = (name: string, shortdesc = name) => ({ name, shortdesc });

describe("the proposed apps", () => {
  it("are those installed that have models, in Odoo's order, contacts always", async () => {
    expect(await proposedApps(client([app("stock", "Inventory"), app("unheard_of")]))).toEqual([
      { title: "Contacts", models: ["res.partner"] },
      { title: "Inventory", models: ["stock.picking", "product.product"] },
    ]);
  });

  it("name each model once, and none that the user may not read", async () => {
    const found = await proposedApps(
      client([app("contacts"), app("stock"), app("sale_management")], ["stock.picking"]),
    );
    expect(found.map(({ models }) => models)).toEqual([
      ["res.partner"],
      ["product.product"],
      ["sale.order", "sale.order.line"],
    ]);
  });

  it("have titles that cannot speak to a terminal", async () => {
    const [, crm] = await proposedApps(client([app("crm", "\u001b[31mCRM\u202e")]));
    expect(crm?.title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("are all that are known where the user may not ask which are installed", async () => {
    const all = await proposedApps(client(new OdooError("forbidden", "no")));
    expect(all.length).toBeGreaterThan(15);
    await expect(proposedApps(client(new OdooError("unavailable", "gone")))).rejects.toThrow("gone");
  });
});

it.each([
  ["not_found", false],
  ["unavailable", undefined],
] as const)("a model whose rights cannot be asked (%s) is readable: %s", async (category, readable) => {
  const asking = isReadable(fakeClient({ hasAccess: () => Promise.reject(new OdooError(category, "x")) }), "a.b");
  if (readable === undefined) await expect(asking).rejects.toThrow("x");
  else expect(await asking).toBe(readable);
});
