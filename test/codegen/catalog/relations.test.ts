import { describe, expect, it } from "vitest";
import { linksOf, relationsAmong } from "../../../codegen/catalog/relations.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const many2one = (relation: string) => fieldWith({ type: "many2one", relation });
const schema = schemaWith({
  "a.order": {
    partner: many2one("a.partner"),
    lines: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order" }),
    tags: fieldWith({ type: "many2many", relation: "a.partner" }),
    computed: fieldWith({ type: "many2one", relation: "a.partner", store: false }),
    unknown: many2one("a.elsewhere"),
    name: fieldWith(),
  },
  "a.line": { order: many2one("a.order") },
  "a.partner": { parent: many2one("a.partner"), orders: fieldWith({ type: "many2many", relation: "a.order" }) },
});
const relations = relationsAmong(schema, ["a.partner", "a.order", "a.line"]);

describe("relations", () => {
  it("are the stored ones among the models, in code-point order", () => {
    expect(relations.map(({ model, field }) => `${model}.${field}`)).toEqual([
      "a.line.order",
      "a.order.lines",
      "a.order.partner",
      "a.order.tags",
      "a.partner.orders",
      "a.partner.parent",
    ]);
    expect(relationsAmong(schema, ["a.line"])).toEqual([]);
  });

  it("are drawn once: a one2many with its many2one, and both ends of a many2many together", () => {
    const drawn = linksOf(relations).map(({ from, to, many, relations: own }) => [from, to, many, own.length]);
    expect(drawn).toEqual([
      ["a.line", "a.order", false, 2],
      ["a.order", "a.partner", false, 1],
      ["a.order", "a.partner", true, 2],
      ["a.partner", "a.partner", false, 1],
    ]);
  });
});
