import { describe, expect, it } from "vitest";
import { catalogue } from "../../../codegen/emit/catalogue.js";
import type { Tool, ToolContext } from "../../../src/tools/call/tool.js";
import { modelTools } from "../../../src/tools/catalogue/model-tools.js";
import { searchTools } from "../../../src/tools/catalogue/search-tools.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { contextWith } from "../../support/context.js";
import { committedConfig, committedSchema, odooError } from "../../support/fixtures.js";

const typed = modelTools(catalogue(committedSchema(), committedConfig()).manifest);
const reach = (name: string) => typed.find(({ definition }) => definition.name === name);
const [findTools, callTool] = searchTools(typed, reach, false);
const nowhere = {} as ToolContext;
const somewhere = contextWith({ schema: committedSchema(), buttons: ["merge"] });

describe("find_tools", () => {
  const find = async (query: string, limit?: number) => {
    const { tools } = await findTools.run({ query, ...(limit ? { limit } : {}) }, somewhere);
    return (tools as { name: string }[]).map(({ name }) => name);
  };

  it.each([
    ["create a sales order", "sale_order_create"],
    ["confirm order", "sale_order_action_confirm"],
    ["sale_order_search", "sale_order_search"],
    ["update contact", "res_partner_update"],
    ["post invoice journal entry", "account_move_action_post"],
    ["opportunty won", "crm_lead_action_set_won_rainbowman"],
  ])("finds for %j first of all, or second, %s", async (query, name) => {
    expect((await find(query)).slice(0, 2)).toContain(name);
  });

  it("answers as many as wanted, five if it is not said, and none where nothing matches", async () => {
    expect(await find("order", 2)).toHaveLength(2);
    expect(await find("order")).toHaveLength(5);
    expect(await find("zzzz")).toEqual([]);
  });

  it("answers with the schemas", async () => {
    const { tools } = await findTools.run({ query: "sale_order_create" }, somewhere);
    expect(tools).toContainEqual(
      expect.objectContaining({ name: "sale_order_create", inputSchema: expect.anything(), title: expect.anything() }),
    );
  });

  it("answers the steps of screens beside them, those that the policy lets be taken", async () => {
    const { steps } = await findTools.run({ query: "merge contacts" }, somewhere);
    expect(steps).toContainEqual({
      model: "res.partner",
      signal: "merge",
      label: "Merge",
      where: "Action menu of Contact",
    });
    expect((steps as { signal: string }[]).filter(({ signal }) => signal !== "merge")).toEqual([]);
  });

  it("takes a query, and no more than twenty tools", async () => {
    await expect(findTools.run({ query: "" }, nowhere)).rejects.toThrow(odooError("validation", "query"));
    await expect(findTools.run({ query: "order", limit: 21 }, nowhere)).rejects.toThrow(
      odooError("validation", "limit"),
    );
  });
});

describe("call_tool", () => {
  it("calls a tool with that tool's own checks", async () => {
    const context = {
      policy: UNRESTRICTED,
      models: { get: () => Promise.resolve({ name: "sale.order", fields: {} }) },
    } as unknown as ToolContext;
    await expect(callTool.run({ name: "sale_order_search", arguments: { domian: [] } }, context)).rejects.toThrow(
      odooError("validation", "domian"),
    );
    await expect(callTool.run({ name: "sale_order_search", arguments: "x" }, nowhere)).rejects.toThrow(
      odooError("validation"),
    );
  });

  it("reaches no other tool, and itself neither", async () => {
    await expect(callTool.run({ name: "sale_order_cerate" }, nowhere)).rejects.toThrow(
      odooError("not_found", 'no tool "sale_order_cerate"', 'Did you mean "sale_order_create"'),
    );
    const itself = { name: "find_tools", arguments: { query: "x" } };
    await expect(callTool.run(itself, nowhere)).rejects.toThrow(odooError("not_found"));
  });

  it("takes the arguments as they are meant, and a client's keys beside them", async () => {
    const seen: unknown[] = [];
    const tool = { ...typed[0], run: async (args) => ({ seen: seen.push(args) }) } as Tool;
    const [, calling] = searchTools([tool], () => tool, false);
    const context = { call: { id: "x", tool: "call_tool" } } as ToolContext;
    await calling.run({ name: "inner", arguments: '{"ids": [5]}', tool: "call_tool", sessionId: "s" }, context);
    await calling.run({ name: "inner", arguments: null }, context);
    expect(seen).toEqual([{ ids: [5] }, {}]);
  });

  it("calls by the tool's own name, which the audit writes down", async () => {
    const seen: string[] = [];
    const tool = { ...typed[0], run: async (_, { call }) => ({ seen: seen.push(call.tool) }) } as Tool;
    const [, calling] = searchTools([tool], () => tool, false);
    await calling.run({ name: "inner" }, { call: { id: "x", tool: "call_tool" } } as ToolContext);
    expect(seen).toEqual(["inner"]);
  });

  it("only reads where the tools that it reaches only read", () => {
    const [, reading] = searchTools(typed, reach, true);
    expect([callTool, reading].map(({ definition }) => definition.annotations.readOnlyHint)).toEqual([false, true]);
    expect(findTools.definition.annotations.readOnlyHint).toBe(true);
  });
});
