import { describe, expect, it } from "vitest";
import { forbidden } from "../../../src/odoo/errors/errors.js";
import { type PathModels, select } from "../../../src/tools/read/selection.js";
import { odooError } from "../../support/fixtures.js";
import { anywhere, ORDER } from "../../support/order-models.js";

describe("the fields that are read", () => {
  const fields = async (...paths: string[]) => (await select(ORDER, paths, anywhere)).fields;

  it("are those named, once, and of a path its relation", async () => {
    expect(await fields("name", "partner_id.name", "partner_id", "name")).toEqual(["name", "partner_id"]);
    const { details } = await select(ORDER, ["line_ids.name", "line_ids.product_id.name"], anywhere);
    expect(details.get("line_ids")).toMatchObject({ fields: ["name", "product_id"] });
    expect(details.get("line_ids")?.details.get("product_id")).toMatchObject({ fields: ["name"] });
  });

  it("bring along the currency of an amount, unless it is closed", async () => {
    expect(await fields("total")).toEqual(["total", "currency_id"]);
    expect(await fields("hidden_total")).toEqual(["hidden_total"]);
  });

  it.each([
    ["nmae", "validation", '"nmae"'],
    ["name.x", "validation", '"name" on x.order is a char, so nothing can follow it'],
    ["partner_id.nmae", "validation", "x.partner"],
    ["closed_id", "forbidden", "a rule"],
    ["partner_id.parent_id.parent_id.parent_id.name", "validation", "at most 3 relations"],
  ] as const)("are not %s", async (path, category, text) => {
    await expect(fields(path)).rejects.toThrow(odooError(category, text));
  });

  it("follow a relation only where the other model may be reached, and as far as three relations", async () => {
    const nowhere: PathModels = async (name) => Promise.reject(forbidden("rule", `Not ${name}.`));
    await expect(select(ORDER, ["partner_id.name"], nowhere)).rejects.toThrow(odooError("forbidden", "Not x.partner"));
    await expect(select(ORDER, ["partner_id.id"], nowhere)).rejects.toThrow(odooError("forbidden"));
    expect(await fields("partner_id.parent_id.parent_id.name")).toEqual(["partner_id"]);
  });
});
