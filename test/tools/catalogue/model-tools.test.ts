import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Action } from "../../../src/odoo/schema/schema.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import type { ToolDefinition } from "../../../src/tools/call/tool.js";
import { modelTools } from "../../../src/tools/catalogue/model-tools.js";
import type { ManifestTool } from "../../../src/tools/generated/manifest.js";
import type { Effect } from "../../../src/tools/policy/effects.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { answer, contextOver, TOOLS } from "../../corpus/odoo.js";
import { odooError } from "../../support/fixtures.js";

/** What a tool says of a call that it has not made. */
const target = (name: string, args?: Record<string, unknown>) => TOOLS.get(name)?.target(args);

describe("what a typed tool works with and can do", () => {
  it.each<[name: string, model: string, effect: Effect]>([
    ["sale_order_search", "sale.order", "read"],
    ["sale_order_count", "sale.order", "read"],
    ["sale_order_create", "sale.order", "create"],
    ["sale_order_delete", "sale.order", "delete"],
    ["sale_order_action_confirm", "sale.order", "act"],
    ["sale_order_action_quotation_send", "sale.order", "send"],
  ])("%s: records of %s, %s", (name, model, effect) => {
    expect(target(name)).toEqual({ model, effect });
  });
});

/** Calls the tool of a manifest that has one, and tells what Odoo was asked. */
async function called(
  entry: ManifestTool,
  args: unknown,
  { policy, fails }: { policy?: PolicyConfig; fails?: OdooError } = {},
) {
  const [tool] = modelTools({ format: 1, series: "19.0", models: {}, tools: [entry] });
  const asked: WireCall[] = [];
  const context = contextOver(
    19,
    async (call) => {
      asked.push(call);
      if (fails) throw fails;
      return answer(call);
    },
    policy,
  );
  const result = await tool?.run(args, context).catch((error: unknown) => ({ error }));
  return { result, asked };
}
const definition = { name: "x" } as ToolDefinition;
const COUNT = { model: "sale.order", tool: definition, operation: "count" } as const;
const CONFIRM = { model: "sale.order", tool: definition, operation: "act", method: "action_confirm" } as const;

describe("what the tool of a step can do", () => {
  it.each<[action: Action, effect: Effect]>([
    [{ kind: "dialogue", model: "a.wizard" }, "act"],
    [{ kind: "dialogue", model: "mail.compose.message" }, "send"],
    [{ kind: "server", title: "Tidy up" }, "send"],
    [{ kind: "report", title: "Quotation" }, "read"],
  ])("of %j is %s", (action, effect) => {
    const [tool] = modelTools({ format: 1, series: "19.0", models: {}, tools: [{ ...CONFIRM, action }] });
    expect(tool?.target()).toEqual({ model: "sale.order", effect });
  });
});

describe("a typed tool", () => {
  it("does what its entry says with its own model, in the company and language of the call", async () => {
    const { result, asked } = await called(COUNT, { domain: [], company_id: 2 });
    expect(result).toEqual({ count: 1 });
    expect(asked).toMatchObject([
      { model: "sale.order", method: "search_count", context: { allowed_company_ids: [2] } },
    ]);
  });

  it("presses the button of its entry, in the context that the view gives it", async () => {
    const { asked } = await called({ ...CONFIRM, context: { validate: true } }, { ids: [5] });
    const pressed = asked.filter(({ method }) => method === "action_confirm");
    expect(pressed).toMatchObject([{ ids: [5], context: { validate: true } }]);
  });

  it.each<[what: string, entry: ManifestTool, policy: PolicyConfig, rule: string]>([
    ["an operation", COUNT, { "sale.order": { operations: ["create"] } }, 'policy["sale.order"].operations'],
    ["a button", CONFIRM, { "sale.order": { methods: ["action_other"] } }, 'policy["sale.order"].methods'],
    [
      "code of the database",
      { ...CONFIRM, action: { kind: "server", title: "Tidy up" } },
      { "sale.order": { operations: ["read", "act"] } },
      'policy["sale.order"].operations',
    ],
  ])("is refused %s by the policy before its arguments are looked at", async (_, entry, policy, rule) => {
    const { result, asked } = await called(entry, { wrong: 1 }, { policy });
    expect(result).toEqual({ error: expect.objectContaining({ category: "forbidden", rule }) });
    expect(asked).toEqual([]);
  });

  it("takes the arguments of its operation and no other", async () => {
    const { result, asked } = await called(COUNT, { domian: [] });
    expect(result).toEqual({ error: odooError("validation", '"domian"', 'Did you mean "domain"') });
    expect(asked).toEqual([]);
  });

  it("explains a failure that shows that Odoo has changed since the snapshot", async () => {
    const fails = new OdooError("validation", "Invalid field 'amount_total' on model 'sale.order'", {
      model: "sale.order",
      field: "amount_total",
    });
    const { result } = await called(COUNT, { domain: [] }, { fails });
    expect(result).toEqual({ error: expect.objectContaining({ hint: expect.stringContaining("older than Odoo") }) });
  });
});
