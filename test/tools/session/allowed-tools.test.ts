import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { ServedTool, ToolDefinition } from "../../../src/tools/call/tool.js";
import type { ManifestTool } from "../../../src/tools/generated/manifest.js";
import type { RecordOperation } from "../../../src/tools/policy/effects.js";
import { allowedTools } from "../../../src/tools/session/allowed-tools.js";
import { rightsOfGroups } from "../../../src/tools/session/rights-of-groups.js";

const served = (name: string) => ({ definition: { name } }) as ServedTool;

const typed = (model: string, operation: RecordOperation | "act"): ManifestTool => {
  const entry = { model, tool: { name: `${model} ${operation}` } as ToolDefinition };
  return operation === "act" ? { ...entry, operation, method: "action_confirm" } : { ...entry, operation };
};

const ownGroups = () => Promise.reject(new Error("asked for groups"));

describe("the tools that a user may call", () => {
  it.each<[RecordOperation | "act", right: string]>([
    ["search", "read"],
    ["aggregate", "read"],
    ["create", "create"],
    ["update", "write"],
    ["delete", "unlink"],
    ["act", "read"],
  ])("to %s need the right to %s, of their model", async (operation, right) => {
    const [one, other] = [typed("a", operation), typed("b", operation)];
    const asked: string[] = [];
    const hasAccess = async (model: string, wanted: string) => {
      asked.push(`${model} ${wanted}`);
      return model === "a";
    };
    const isAllowed = await allowedTools({ hasAccess, ownGroups }, [one, other, one]);
    expect([one, other].map(({ tool }) => isAllowed(served(tool.name)))).toEqual([true, false]);
    expect(asked).toEqual([`a ${right}`, `b ${right}`]);
  });

  it("are those for every model, for which nothing is asked", async () => {
    const hasAccess = () => Promise.reject(new Error("asked"));
    expect((await allowedTools({ hasAccess, ownGroups }, []))(served("search_records"))).toBe(true);
  });

  it("are none of a model that Odoo does not have, and are not known while Odoo does not answer", async () => {
    const failing = (category: "not_found" | "unavailable") => () => Promise.reject(new OdooError(category, "no"));
    const one = typed("a", "search");
    expect((await allowedTools({ hasAccess: failing("not_found"), ownGroups }, [one]))(served(one.tool.name))).toBe(
      false,
    );
    await expect(allowedTools({ hasAccess: failing("unavailable"), ownGroups }, [one])).rejects.toThrow("no");
  });

  it.each([
    ["are known from others with the same groups", [3, 5], 1],
    ["are asked for alone where Odoo does not tell the groups", undefined, 2],
  ])("%s", async (_, groups, times) => {
    let asked = 0;
    const client = {
      async hasAccess() {
        asked += 1;
        return true;
      },
      ownGroups: async () => groups,
    };
    const one = typed("a", "search");
    const shared = rightsOfGroups();
    for (const __ of [1, 2]) {
      expect((await allowedTools(client, [one], { shared }))(served(one.tool.name))).toBe(true);
    }
    expect(asked).toBe(times);
  });
});
