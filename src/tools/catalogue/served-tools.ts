import { readFileSync } from "node:fs";
import { OdooError } from "../../odoo/errors/errors.js";
import type { ServedTool, ToolDefinition } from "../call/tool.js";
import type { Manifest } from "../generated/manifest.js";

// The tools as a server has them: their definitions are read as they were written down, and what they do is loaded with the
// first call.

/** What a server chooses from. */
export interface ServedTools {
  manifest: Manifest;
  typed: readonly ServedTool[];
  generic: readonly ServedTool[];
}

/** The tools of a manifest and those for every model, each in its order. */
export function servedTools(manifest: Manifest): ServedTools {
  let loading: ReturnType<typeof runnable> | undefined;
  const served = (definition: ToolDefinition): ServedTool => ({
    definition,
    async run(args, context) {
      loading ??= runnable(manifest);
      const tool = (await loading).get(definition.name);
      if (tool) return tool.run(args, context);
      throw new OdooError("settings", `The tool ${definition.name} is not in this version of odoo-typed-mcp.`);
    },
  });
  return {
    manifest,
    typed: manifest.tools.map(({ model, tool }) => ({ ...served(tool), model })),
    generic: definitions().map(served),
  };
}

/** Of `GENERIC_TOOLS`, which its test writes down: to make them of zod's schemas takes as long as all else of a start. */
const definitions = () =>
  JSON.parse(readFileSync(new URL("generic-tools.json", import.meta.url), "utf8")) as readonly ToolDefinition[];

async function runnable(manifest: Manifest): Promise<ReadonlyMap<string, ServedTool>> {
  const [{ modelTools }, { GENERIC_TOOLS }] = await Promise.all([
    import("./model-tools.js"),
    import("./generic-tools.js"),
  ]);
  return new Map([...modelTools(manifest), ...GENERIC_TOOLS].map((tool) => [tool.definition.name, tool]));
}
