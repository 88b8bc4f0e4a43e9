import { explainedByDrift } from "../../odoo/instance/drift.js";
import { inCompanyAndLanguage } from "../call/company-and-language.js";
import { modelCall } from "../call/model-call.js";
import { parseArguments } from "../call/parse-arguments.js";
import type { Tool } from "../call/tool.js";
import type { Manifest, ManifestTool } from "../generated/manifest.js";
import { effectOfTool } from "../policy/policy.js";
import { operationOf } from "./operations.js";

/** The runtime behind generated/: one tool for each entry of the manifest, in its order. */
export function modelTools(manifest: Manifest): Tool[] {
  return manifest.tools.map((entry) => {
    const { model, tool: definition } = entry;
    const operation = operationOf(entry.operation);
    const button = buttonOf(entry);
    const effect = effectOfTool(model, entry.operation, button?.method);
    return {
      definition,
      target: () => ({ model, effect }),
      async run(all, outer) {
        const { args, context } = await inCompanyAndLanguage(all, outer);
        const allowed = button ? context.policy.checkMethod(model, button.method) : operation.effect;
        const call = await modelCall(model, allowed, context);
        try {
          const parsed = await parseArguments(operation.arguments, args);
          return await operation.run(call, parsed, { defaults: manifest.models[model], ...(button ? { button } : {}) });
        } catch (error) {
          throw explainedByDrift(error, call.model.fields);
        }
      },
    };
  });
}

const buttonOf = (entry: ManifestTool) =>
  entry.operation === "act" ? { method: entry.method, context: entry.context } : undefined;
