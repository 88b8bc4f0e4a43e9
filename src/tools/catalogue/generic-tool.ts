import type { z } from "zod";
import { inCompanyAndLanguage } from "../call/company-and-language.js";
import { isTrue, toolArguments } from "../call/meant-arguments.js";
import type { Tool, ToolContext } from "../call/tool.js";
import { annotationsOf, type Effect } from "../policy/effects.js";
import { effectOnModel } from "../policy/policy.js";
import { COMPANY_AND_LANGUAGE, jsonSchemaOf, objectSchema, type Telling } from "./json-schemas.js";

/** A tool whose calls name their model, as it is written down: its arguments, what it does and what it answers. */
export interface GenericTool<Arguments extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  effect: Effect;
  arguments: Arguments;
  output: Tool["definition"]["outputSchema"];
  /** "whole" for those to which the others leave what all have in common. */
  telling?: Telling;
  /** Of a call, where the arguments tell more than `effect`. */
  effectOf?(model: string | undefined, args: Readonly<Record<string, unknown>>): Effect;
  run(args: z.output<Arguments>, context: ToolContext): Promise<Record<string, unknown>>;
}

/** For inference: the arguments' type follows from their schema. */
export function tool<Arguments extends z.ZodObject>(generic: GenericTool<Arguments>): Tool {
  const { name, title, description, effect, effectOf = (model) => effectOnModel(model ?? "", effect) } = generic;
  const { telling = "brief" } = generic;
  const { properties, required } = jsonSchemaOf(generic.arguments, telling);
  return {
    definition: {
      name,
      title,
      description,
      inputSchema: objectSchema({ ...properties, ...COMPANY_AND_LANGUAGE[telling] }, required),
      outputSchema: generic.output,
      annotations: annotationsOf(effect),
    },
    target(args = {}) {
      const model = typeof args.model === "string" ? args.model : undefined;
      const effectOfCall = isTrue(args.notify) ? "send" : effectOf(model, args);
      return { ...(model === undefined ? {} : { model }), effect: effectOfCall };
    },
    async run(args, outer) {
      const { args: rest, context } = await inCompanyAndLanguage(args, outer);
      return generic.run(await toolArguments(generic.arguments, rest), context);
    },
  };
}
