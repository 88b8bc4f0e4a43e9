import { describe, expect, it } from "vitest";
import { costOf } from "../../../codegen/emit/budget.js";
import { catalogue } from "../../../codegen/emit/catalogue.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { modelTools } from "../../../src/tools/catalogue/model-tools.js";
import { type SurfaceOptions, surfaceOf } from "../../../src/tools/catalogue/surface.js";
import { committedConfig, committedSchema, odooError } from "../../support/fixtures.js";

const config = {
  ...committedConfig(),
  toolsets: { sales: ["sale.*", "res.partner"], crm: ["crm.lead"] },
};
const models = { ...config.models, "sale.order": { ...config.models["sale.order"], alias: "order", formerly: ["so"] } };
const { manifest } = catalogue(committedSchema(), { ...config, models } as typeof config);
const typed = modelTools(manifest);
const surface = (options: SurfaceOptions = {}) => surfaceOf({ manifest, typed, generic: GENERIC_TOOLS }, options);
const names = async (options: SurfaceOptions = {}) =>
  (await surface(options)).listed.map(({ definition }) => definition.name);
const genericNames = GENERIC_TOOLS.map(({ definition }) => definition.name);
const nowhere = {} as ToolContext;

describe("the tools that are listed", () => {
  it("are all of them, typed before generic", async () => {
    expect(await names()).toEqual([...manifest.tools.map(({ tool }) => tool.name), ...genericNames]);
  });

  it("are those of toolsets and models, and the generic ones", async () => {
    const prefixes = new Set(
      (await names({ toolsets: ["crm"], models: ["project.task"] }))
        .slice(0, -genericNames.length)
        .map((name) => name.split("_").slice(0, 2).join("_")),
    );
    expect([...prefixes]).toEqual(["crm_lead", "project_task"]);
    expect(await names({ toolsets: ["sales"] })).toEqual(expect.arrayContaining(["order_search", "res_partner_read"]));
  });

  it("are those named, alone or beside others", async () => {
    expect(await names({ tools: ["order_search", "get_fields"] })).toEqual(["order_search", "get_fields"]);
    const beside = await names({ tools: ["order_search"], toolsets: ["crm"] });
    expect(beside).toEqual(expect.arrayContaining(["order_search", "crm_lead_create", "get_fields"]));
    expect(beside).not.toContain("res_partner_read");
  });

  it("are those that change nothing, where only reading is wanted", async () => {
    const { listed, find } = await surface({ readOnly: true });
    expect(listed.length).toBeGreaterThan(15);
    expect(listed.filter(({ definition }) => !definition.annotations.readOnlyHint)).toEqual([]);
    expect(find("order_create")).toBeUndefined();
    expect(find("create_record")).toBeUndefined();
    expect(await names({ readOnly: true, tools: ["order_create"] })).toEqual([]);
  });

  it.each<[SurfaceOptions, ...string[]]>([
    [{ toolsets: ["slaes"] }, 'no toolset "slaes"', 'Did you mean "sales"?'],
    [{ toolsets: ["warehouse"] }, "There are crm, sales."],
    [{ models: ["sale.ordre"] }, 'no model with tools "sale.ordre"', '"sale.order"'],
    [{ tools: ["order_serach"] }, 'no tool "order_serach"', '"order_search"'],
  ])("are refused for %j", async (options, ...texts) => {
    await expect(surface(options)).rejects.toThrow(odooError("settings", ...texts));
  });
});

describe("a tool's former name", () => {
  it.each(["sale_order_search", "so_search"])("%s is answered to, and not listed", async (name) => {
    expect((await surface()).find(name)?.definition.name).toBe("order_search");
    expect(await names()).not.toContain(name);
  });

  it("is of no use where the tool itself is not on the surface", async () => {
    expect((await surface({ models: ["crm.lead"] })).find("sale_order_search")).toBeUndefined();
    expect((await surface({ readOnly: true })).find("sale_order_create")).toBeUndefined();
  });
});

describe("a surface to be searched", () => {
  const searched = surface({ surface: "search" });
  it("lists the generic tools, find_tools and call_tool, in at most 4,000 tokens", async () => {
    const listed = (await searched).listed.map(({ definition }) => definition);
    expect(listed.map(({ name }) => name)).toEqual([
      "find_tools",
      "call_tool",
      ...genericNames.filter((name) => name !== "find_tools"),
    ]);
    const tokens = listed.reduce((all, tool) => all + costOf(tool).tokens, 0);
    console.log(`--surface search: ${listed.length} tools, ${tokens} tokens`);
    expect(tokens).toBeLessThanOrEqual(4_000);
  });

  it("reaches nothing that was not chosen", async () => {
    const reading = await surface({ surface: "search", readOnly: true });
    const call = reading.find("call_tool");
    expect(call?.definition.annotations.readOnlyHint).toBe(true);
    await expect(call?.run({ name: "order_create", arguments: { values: {} } }, nowhere)).rejects.toThrow(
      odooError("not_found"),
    );
  });
});
