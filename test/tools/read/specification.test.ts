import { describe, expect, it } from "vitest";
import { select } from "../../../src/tools/read/selection.js";
import { fromOdoo, specification } from "../../../src/tools/read/specification.js";
import { anywhere, ORDER } from "../../support/order-models.js";

const selected = async (...paths: string[]) => ({
  ...(await select(ORDER, paths, anywhere)),
  named: new Set(["tag_ids"]),
});

describe("a specification", () => {
  it("asks for the name of a many2one, of what a many2many holds where it is told, and for details", async () => {
    expect(specification(await selected("name", "partner_id", "tag_ids", "line_ids", "line_ids.product_id"))).toEqual({
      name: {},
      partner_id: { fields: { display_name: {} } },
      tag_ids: { fields: { display_name: {} }, limit: 10 },
      line_ids: { fields: { product_id: { fields: { display_name: {} } } } },
    });
    expect(specification(await select(ORDER, ["tag_ids"], anywhere))).toEqual({ tag_ids: {} });
  });
});

describe("a record that Odoo answers", () => {
  const told = async (raw: Record<string, unknown>, ...paths: string[]) =>
    fromOdoo(await selected(...paths), { id: 5, ...raw });

  it("has its values in the order in which they came, whatever their form", async () => {
    const raw = {
      tag_ids: [{ id: 1, display_name: "VIP" }],
      line_ids: [{ id: 8, name: "Desk" }],
      partner_id: { id: 3, display_name: "Azure", name: "A" },
      name: "SO5",
    };
    const record = await told(raw, "tag_ids", "line_ids.name", "partner_id.name", "name");
    expect(Object.entries(record)).toEqual([
      ["id", 5],
      ["tag_ids", [{ id: 1, name: "VIP" }]],
      ["line_ids", [{ id: 8, name: "Desk" }]],
      ["partner_id", { id: 3, name: "A" }],
      ["name", "SO5"],
    ]);
  });

  it("has ids of what a many2many holds beyond the limit", async () => {
    expect(await told({ tag_ids: [{ id: 1, display_name: "VIP" }, { id: 2 }] }, "tag_ids")).toEqual({
      id: 5,
      tag_ids: [{ id: 1, name: "VIP" }, 2],
    });
  });

  it("is told alike from pairs and ids, as Odoo 14 to 16 answers", async () => {
    const raw = { partner_id: [3, "Azure"], tag_ids: [1], line_ids: [], total: 2.5 };
    expect(await told(raw, "partner_id", "tag_ids", "line_ids.name", "total")).toEqual({
      ...{ id: 5, partner_id: { id: 3, name: "Azure" }, tag_ids: [1], line_ids: [], total: 2.5 },
    });
    expect(await told({ partner_id: false }, "partner_id.name")).toEqual({ id: 5, partner_id: null });
  });
});
