import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Tool } from "../../../src/tools/call/tool.js";
import type { Effect } from "../../../src/tools/policy/effects.js";
import { allowedTools } from "../../../src/tools/session/allowed-tools.js";

const tool = (effect: Effect, model?: string) => ({ target: () => ({ effect, ...(model ? { model } : {}) }) }) as Tool;

describe("the tools that a user may call", () => {
  it.each<[Effect, right: string]>([
    ["read", "read"],
    ["create", "create"],
    ["update", "write"],
    ["delete", "unlink"],
    ["act", "read"],
    ["send", "read"],
  ])("to %s need the right to %s, of their model", async (effect, right) => {
    const one = tool(effect, "a");
    const other = tool(effect, "b");
    const asked: string[] = [];
    const hasAccess = async (model: string, wanted: string) => {
      asked.push(`${model} ${wanted}`);
      return model === "a";
    };
    const isAllowed = await allowedTools({ hasAccess }, [one, other, one]);
    expect([isAllowed(one), isAllowed(other)]).toEqual([true, false]);
    expect(asked).toEqual([`a ${right}`, `b ${right}`]);
  });

  it("are those without a model, for which nothing is asked", async () => {
    const generic = tool("act");
    const hasAccess = () => Promise.reject(new Error("asked"));
    expect((await allowedTools({ hasAccess }, [generic]))(generic)).toBe(true);
  });

  it("are none of a model that Odoo does not have, and are not known while Odoo does not answer", async () => {
    const failing = (category: "not_found" | "unavailable") => () => Promise.reject(new OdooError(category, "no"));
    const one = tool("read", "a");
    expect((await allowedTools({ hasAccess: failing("not_found") }, [one]))(one)).toBe(false);
    await expect(allowedTools({ hasAccess: failing("unavailable") }, [one])).rejects.toThrow("no");
  });
});
