import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { budgetOf } from "../../codegen/emit/budget.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import { GENERATED } from "../support/fixtures.js";
import { againstTarget, exchangeCost, readExchanges, surfaceCosts } from "./tokens.js";

const committed = JSON.parse(readFileSync(join(GENERATED, "manifest.json"), "utf8")) as Manifest;

describe("what surfaces cost", async () => {
  const costs = await surfaceCosts({ ...committed, toolsets: { sales: ["sale.order"] } });
  const of = (surface: string) => costs.find((cost) => cost.surface === surface);

  it("is of all tools what codegen says", () => {
    const { tools, total } = budgetOf(committed);
    expect(of("all tools")).toMatchObject({ tools: tools.length, tokens: total.tokens });
  });

  it("is told of each toolset, of tools by name, of those that read, and of those that are searched", () => {
    expect(costs.map(({ surface }) => surface)).toEqual([
      "all tools",
      "--toolsets sales",
      "--tools who_am_i",
      "--read-only",
      "--surface search",
    ]);
    for (const { tokens } of costs.slice(1)) expect(tokens).toBeLessThan(of("all tools")?.tokens ?? 0);
    expect(of("--tools who_am_i")?.tools).toBe(1);
  });

  it("tells apart what comes back, which no model is shown", async () => {
    const longer = committed.tools.map((entry) => ({
      ...entry,
      tool: { ...entry.tool, outputSchema: { ...entry.tool.outputSchema, description: "x".repeat(400) } },
    }));
    const [all] = await surfaceCosts({ ...committed, tools: longer });
    expect(all?.tokens).toBe(of("all tools")?.tokens);
    expect(all?.outputs).toBeGreaterThan((of("all tools")?.outputs ?? 0) + 100 * (longer.length - 1));
  });
});

describe("what calls and answers cost", () => {
  it("is a token for four characters of the tool's name, its arguments and its answer, of each rounded up", () => {
    expect(exchangeCost([{ tool: "ab", call: "{}", answer: "{ }" }])).toEqual({ calls: 1, asked: 1, answered: 1 });
    const two = [
      { tool: "read", call: '{"a":1}', answer: "12345" },
      { tool: "read", call: "{}", answer: "" },
    ];
    expect(exchangeCost(two)).toEqual({ calls: 2, asked: 5, answered: 2 });
  });

  it("is read from a file of one exchange a line", () => {
    const exchange = { tool: "read", call: "{}", answer: "a\nb" };
    expect(readExchanges(`${JSON.stringify(exchange)}\n${JSON.stringify(exchange)}\n`)).toEqual([exchange, exchange]);
  });
});

it("a figure stands beside its target", () => {
  expect(againstTarget(17_100, 18_000)).toBe("17,100 tokens (0.95 of 18,000)");
});
