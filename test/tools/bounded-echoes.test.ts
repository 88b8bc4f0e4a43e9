import { expect, it, vi } from "vitest";
import type { ServedTool } from "../../src/tools/call/tool.js";
import { searchTools } from "../../src/tools/catalogue/search-tools.js";
import { runCall } from "../../src/tools/session/run-call.js";
import { answer, contextOver, TOOLS } from "../corpus/odoo.js";

// A long text in every place of every tool's arguments: what is wrong with it is told without repeating it.

const LONG = "x".repeat(2 ** 20);
/** As much of it as an answer may repeat. */
const REPEATED = "x".repeat(300);
const MOST = 20_000;

const tools: readonly ServedTool[] = [
  ...[...TOOLS.values()].filter(({ definition: { name } }) => !/^(account|crm|product|project|res)_/.test(name)),
  ...searchTools([...TOOLS.values()], (name) => TOOLS.get(name), false),
];

/** What is right for an argument of that name, so that a call gets as far as the one that is wrong. */
const RIGHT: Readonly<Record<string, unknown>> = {
  model: "sale.order",
  ids: [5],
  id: 5,
  values: { note: "x" },
  records: [{ note: "x" }],
  updates: [{ id: 5, values: { note: "x" } }],
  domain: [],
  names: [{ model: "res.country", name: "Belgium" }],
  signal: "action_confirm",
  query: "order",
  name: "sale_order_count",
  kind: "note",
  text: "x",
  type: "Call",
  date: "2026-03-01",
};

/** Values of a record, a long text in each of their places. */
const VALUES: readonly object[] = [
  { [LONG]: 1 },
  { note: { [LONG]: 1 } },
  { partner_id: LONG },
  { partner_id: { id: LONG } },
  { state: LONG },
  { date_order: LONG },
  { tag_ids: [LONG] },
  { order_line: LONG },
  { order_line: { [LONG]: [] } },
  { order_line: { create: [{ [LONG]: 1 }, { product_id: LONG }] } },
  { order_line: { update: [{ id: LONG }] } },
  { order_line: [[LONG, 0, {}]] },
];

const TERMS: readonly unknown[] = [
  [LONG, "=", 1],
  [`partner_id.${LONG}`, "=", 1],
  ["name", LONG, 1],
  ["state", "=", LONG],
  ["date_order", ">", LONG],
  ["partner_id", "=", { [LONG]: 1 }],
  ["id", "in", [LONG]],
  LONG,
];

/** For the places that hold something else. */
const OTHERS: readonly unknown[] = [
  LONG,
  { [LONG]: LONG },
  `[('${LONG}', '=', 1)]`,
  [`partner_id.${LONG}`],
  [`${LONG}:month`],
  [`date_order:${LONG}`],
  [`amount_total:${LONG}`],
  [["amount_total:sum", LONG, 1]],
  [[LONG, ">", 1]],
  [{ model: LONG, name: "x" }],
  [{ [LONG]: 1 }],
  `name ${LONG}`,
  `name asc, ${LONG} desc`,
];

const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  values: VALUES,
  extra: VALUES,
  records: VALUES.map((values) => [values]),
  updates: VALUES.map((values) => [{ id: 5, values }]),
  domain: TERMS.map((term) => [term]),
};

async function answered(tool: ServedTool, args: Record<string, unknown>): Promise<string> {
  const context = contextOver(19, async (call) => answer(call));
  const { signal, call } = context;
  const { result } = await runCall(tool, args, async () => context, { signal, ask: async () => "accept", call });
  return JSON.stringify(result);
}

it.each(tools.map((tool) => [tool.definition.name, tool] as const))("%s repeats nothing long", async (_, tool) => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
  const places = Object.keys(tool.definition.inputSchema.properties as object);
  const right = Object.fromEntries(places.flatMap((place) => (place in RIGHT ? [[place, RIGHT[place]]] : [])));
  const wrong = places.flatMap((place) =>
    [...(WRONG[place] ?? []), ...OTHERS].map((value) => ({ ...right, [place]: value })),
  );
  for (const args of [...wrong, { ...right, [LONG]: 1 }]) {
    const told = await answered(tool, args);
    const given = () => JSON.stringify(args, (_key, value) => (value === LONG ? "..." : value)).replaceAll(LONG, "...");
    if (told.length >= MOST || told.includes(REPEATED)) expect([given(), told.length, told.slice(0, 500)]).toEqual([]);
  }
  quiet.mockRestore();
});
