import Table from "cli-table3";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { ToolDefinition } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import type { Limits } from "../config/config.js";

// What a catalogue costs a client, which puts every tool's name, description and input schema before its model.

/** Measured with the o200k and cl100k tokenizers on generated tools: 4.4 and 4.5, never below 3.9 for one tool. */
const CHARACTERS_A_TOKEN = 4;

export interface Cost {
  /** Bytes of UTF-8. */
  bytes: number;
  /** An estimate, rather too high: characters divided by four. */
  tokens: number;
}

export interface ToolCost extends Cost {
  name: string;
  /** Undefined for a generic tool. */
  model?: string;
}

export interface Budget {
  /** In the order they are listed. */
  tools: readonly ToolCost[];
  total: Cost;
}

/** What every typed and generic tool costs, as a server without a chosen surface lists them. */
export function budgetOf(manifest: Manifest): Budget {
  const tools = [
    ...manifest.tools.map(({ model, tool }) => ({ model, name: tool.name, ...costOf(tool) })),
    ...GENERIC_TOOLS.map(({ definition }) => ({ name: definition.name, ...costOf(definition) })),
  ];
  return { tools, total: sum(tools) };
}

export function costOf({ name, description, inputSchema }: ToolDefinition): Cost {
  const text = JSON.stringify({ name, description, inputSchema });
  return { bytes: Buffer.byteLength(text), tokens: tokensOf(text) };
}

/** As a model reads a text, estimated. */
export const tokensOf = (text: string): number => Math.ceil(text.length / CHARACTERS_A_TOKEN);

const sum = (costs: readonly Cost[]): Cost => ({
  bytes: costs.reduce((all, { bytes }) => all + bytes, 0),
  tokens: costs.reduce((all, { tokens }) => all + tokens, 0),
});

/** Throws `OdooError` "settings" that names the tools over the config's limits, and the way out. */
export function checkLimits({ tools, total }: Budget, limits: Limits): void {
  const { toolTokens = Number.POSITIVE_INFINITY } = limits;
  const large = tools.filter(({ tokens }) => tokens > toolTokens);
  if (large.length > 0) {
    const named = largest(large).map(({ name, tokens }) => `${name} (${tokens})`);
    throw exceeded(`toolTokens ${toolTokens}`, named.join(", "));
  }
  if (limits.totalTokens !== undefined && total.tokens > limits.totalTokens) {
    const named = largest(tools).map(({ name, tokens }) => `${name} (${tokens})`);
    throw exceeded(`totalTokens ${limits.totalTokens}`, `${total.tokens} in all, most of it ${named.join(", ")}`);
  }
  if (limits.tools !== undefined && tools.length > limits.tools) {
    const models = byModel(tools).map(({ model, tools: list }) => `${model} (${list.length})`);
    throw exceeded(`tools ${limits.tools}`, `${tools.length} tools: ${models.join(", ")}`);
  }
}

const exceeded = (limit: string, what: string) =>
  new OdooError("settings", `The tools exceed the config's limit of ${limit}: ${what}.`, { hint: WAY_OUT });

const WAY_OUT =
  "Show fewer fields (maxFields, exclude), fewer tools (operations, buttons) or fewer models, or raise the limit.";

const NAMED = 5;
const largest = (tools: readonly ToolCost[]) => [...tools].sort((a, b) => b.tokens - a.tokens).slice(0, NAMED);

interface ModelCost extends Cost {
  model: string;
  tools: readonly ToolCost[];
}

const GENERIC = "(any model)";

/** Models with what their tools cost together, the dearest first. */
function byModel(tools: readonly ToolCost[]): ModelCost[] {
  const groups = new Map<string, ToolCost[]>();
  for (const tool of tools) groups.set(tool.model ?? GENERIC, [...(groups.get(tool.model ?? GENERIC) ?? []), tool]);
  return [...groups].map(([model, list]) => ({ model, tools: list, ...sum(list) })).sort((a, b) => b.tokens - a.tokens);
}

/** Models beyond these are summed up in one line. */
const MAX_ROWS = 40;

/** The budget as a table for people: a row for each model, its tools with their tokens, and what to do about it. */
export function budgetTable(budget: Budget): string {
  const models = byModel(budget.tools);
  const table = new Table({
    head: ["model", "tools and their tokens", "bytes", "tokens"],
    colWidths: [28, 72],
    colAligns: ["left", "left", "right", "right"],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { model, tools, bytes, tokens } of models.slice(0, MAX_ROWS))
    table.push([model, tools.map((tool) => `${ending(tool)} ${tool.tokens}`).join(", "), bytes, tokens]);
  const others = models.slice(MAX_ROWS);
  if (others.length > 0) {
    const { bytes, tokens } = sum(others);
    table.push([`${others.length} more models`, `${others.flatMap(({ tools }) => tools).length} tools`, bytes, tokens]);
  }
  table.push(["all", `${budget.tools.length} tools`, budget.total.bytes, budget.total.tokens]);
  const [dearest] = largest(budget.tools);
  const advice = dearest
    ? `Tokens are estimated: characters / ${CHARACTERS_A_TOKEN}. The largest tool is ${dearest.name}; "maxFields", "exclude", "operations" and "buttons" in the config make tools smaller or fewer.`
    : "";
  return `${table.toString()}\n${advice}`;
}

/** A tool's name without its model's: `sale_order_search` as `search`. */
function ending({ name, model }: ToolCost): string {
  const prefix = `${model?.replaceAll(".", "_")}_`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
