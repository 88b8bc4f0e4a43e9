import { explainedByDrift } from "../../odoo/instance/drift.js";
import type { Step } from "../actions/take-step.js";
import { inCompanyAndLanguage } from "../call/company-and-language.js";
import { isTrue, toolArguments } from "../call/meant-arguments.js";
import { modelCall } from "../call/model-call.js";
import type { Tool } from "../call/tool.js";
import { effectOfEntry, type Manifest, type ManifestTool } from "../generated/manifest.js";
import { operationOf } from "./operations.js";

/** The runtime behind generated/: one tool for each entry of the manifest, in its order. */
export function modelTools(manifest: Manifest): Tool[] {
  return manifest.tools.map((entry) => {
    const { model, tool: definition } = entry;
    const operation = operationOf(entry.operation);
    const step = stepOf(entry);
    const effect = effectOfEntry(entry);
    return {
      definition,
      model,
      target: ({ notify } = {}) => ({ model, effect: isTrue(notify) ? "send" : effect }),
      async run(all, outer) {
        const { args, context } = await inCompanyAndLanguage(all, outer);
        const allowed = step ? context.policy.checkStep(model, step) : operation.effect;
        const call = await modelCall(model, allowed, context);
        try {
          const parsed = await toolArguments(operation.arguments, args);
          return await operation.run(call, parsed, { defaults: manifest.models[model], ...(step ? { step } : {}) });
        } catch (error) {
          throw explainedByDrift(error, call.model.fields);
        }
      },
    };
  });
}

const stepOf = (entry: ManifestTool): Step | undefined =>
  entry.operation === "act" ? { name: entry.method, context: entry.context, action: entry.action } : undefined;
