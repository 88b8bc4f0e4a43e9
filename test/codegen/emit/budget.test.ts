import { describe, expect, it } from "vitest";
import type { Limits } from "../../../codegen/config/config.js";
import { budgetOf, budgetTable, checkLimits, costOf } from "../../../codegen/emit/budget.js";
import { checkedCatalogue } from "../../../codegen/emit/catalogue.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { committedConfig, committedSchema, configWith, odooError, schemaWith } from "../../support/fixtures.js";

const committed = checkedCatalogue(committedSchema(), committedConfig());
const small = checkedCatalogue(schemaWith({ "a.b": {}, "c.d": {} }), configWith({ "*": {} }));

describe("a tool's cost", () => {
  const [generic] = GENERIC_TOOLS;
  if (!generic) throw new Error("There is no generic tool.");

  it("is what a client puts before its model: name, description and arguments", () => {
    const { name, description, inputSchema } = generic.definition;
    const text = JSON.stringify({ name, description, inputSchema });
    expect(costOf(generic.definition)).toEqual({ bytes: text.length, tokens: Math.ceil(text.length / 4) });
  });

  it("counts bytes, not characters", () => {
    const description = "é".repeat(10);
    expect(
      costOf({ ...generic.definition, description }).bytes - costOf({ ...generic.definition, description: "" }).bytes,
    ).toBe(20);
  });
});

describe("the budget", () => {
  it("holds every typed and generic tool", () => {
    expect(small.budget.tools).toHaveLength(small.manifest.tools.length + GENERIC_TOOLS.length);
    expect(small.budget.total.tokens).toBe(small.budget.tools.reduce((all, { tokens }) => all + tokens, 0));
  });

  it("of the default config is what its users can load", () => {
    const { tools, total } = committed.budget;
    const partner = tools.find(({ name }) => name === "res_partner_create");
    console.log(`default config: ${tools.length} tools, ${total.tokens} tokens, res_partner_create ${partner?.tokens}`);
    expect(tools.length).toBeLessThanOrEqual(72);
    expect(total.tokens).toBeLessThanOrEqual(20_000);
    expect(tools.filter(({ tokens }) => tokens > 1_200)).toEqual([]);
    expect(partner?.tokens).toBeLessThanOrEqual(750);
  });

  it.each<[limits: Limits, ...texts: string[]]>([
    [{ tools: 3 }, "limit of tools 3", "(any model)", "a.b (5)"],
    [{ toolTokens: 10 }, "limit of toolTokens 10", "search_records ("],
    [{ totalTokens: 100 }, "limit of totalTokens 100", "in all"],
  ])("over %j is an error that names the tools", (limits, ...texts) => {
    expect(() => checkLimits(small.budget, limits)).toThrow(odooError("settings", ...texts));
    expect(() => checkedCatalogue(schemaWith({ "a.b": {} }), configWith({ "a.b": {} }, { limits }))).toThrow();
  });

  it("within its limits passes", () => {
    const { tools, total } = small.budget;
    expect(() =>
      checkLimits(small.budget, { tools: tools.length, toolTokens: 5_000, totalTokens: total.tokens }),
    ).not.toThrow();
  });

  it("is shown as a table: each model with its tools, the dearest first, and the whole", () => {
    const table = budgetTable(committed.budget);
    expect(table).toContain("sale.order.line");
    expect(table).toMatch(/all +│ \d+ tools +│ +\d+ │ +\d+ │/);
    expect(table).toContain("The largest tool is ");
    expect(table).not.toContain("\u001b");
  });

  it("sums up what would be too long a table", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`x.m${index}`, {}]));
    const { manifest } = checkedCatalogue(schemaWith(many), configWith({ "*": {} }));
    expect(budgetTable(budgetOf(manifest))).toMatch(/21 more models +│ 105 tools/);
  });
});
