import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { servedTools } from "../../../src/tools/catalogue/served-tools.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { contextOver } from "../../corpus/odoo.js";
import { GENERATED } from "../../support/fixtures.js";

const { manifest } = openGenerated(GENERATED);
const { typed, generic } = servedTools(manifest);
const WRITTEN_DOWN = fileURLToPath(new URL("../../../src/tools/catalogue/generic-tools.json", import.meta.url));

describe("served tools", () => {
  it("are listed for every model as they are declared", async () => {
    const declared = GENERIC_TOOLS.map(({ definition }) => definition);
    await expect(`${JSON.stringify(declared, undefined, 2)}\n`).toMatchFileSnapshot(WRITTEN_DOWN);
    expect(generic.map(({ definition }) => definition)).toEqual(declared);
  });

  it("are of the manifest, with the models that their calls are about", () => {
    expect(typed.map(({ definition, model }) => [definition, model])).toEqual(
      manifest.tools.map(({ tool, model }) => [tool, model]),
    );
    expect(generic.filter((tool) => "model" in tool)).toEqual([]);
  });

  it.each([
    ["sale_order_read", { ids: [7] }],
    ["search_count", { model: "sale.order", domain: [] }],
  ])("do what tools of that name do: %s", async (name, args) => {
    const asked: WireCall[] = [];
    const tool = [...typed, ...generic].find(({ definition }) => definition.name === name);
    const context = contextOver(19, async (call) => {
      asked.push(call);
      return call.method === "search_count" ? 7 : [{ id: 7 }];
    });
    expect(await tool?.run(args, context)).toMatchObject(
      name === "search_count" ? { count: 7 } : { records: [{ id: 7 }] },
    );
    expect(asked.map(({ model }) => model)).toContain("sale.order");
  });
});
