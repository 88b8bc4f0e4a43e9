import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import * as argument from "../call/arguments.js";
import { toolArguments } from "../call/meant-arguments.js";
import type { ServedTool } from "../call/tool.js";
import { annotationsOf, type Effect } from "../policy/effects.js";
import { findSteps } from "./find-steps.js";
import { jsonSchemaOf, LIST, objectSchema, resultSchema } from "./json-schemas.js";
import { type SearchIndex, searchIndex } from "./search-index.js";

// For catalogues beyond what a client loads: tools that are found by keywords and called by name.

const DEFAULT_FOUND = 5;
const MAX_FOUND = 20;

/** What find_tools is asked. */
export const findArguments = z.strictObject({
  query: argument.name.min(1).describe("What to do, and with which kind of record."),
  limit: z.int().min(1).max(MAX_FOUND).default(DEFAULT_FOUND).describe(`Default ${DEFAULT_FOUND}.`),
});
const callArguments = z.strictObject({
  name: argument.name.describe('As found: "sale_order_create".'),
  arguments: argument.values.default({}).describe("As its inputSchema says."),
});

const inputOf = (schema: z.ZodObject) => {
  const { properties, required } = jsonSchemaOf(schema);
  return objectSchema(properties, required);
};

/** find_tools and call_tool over `tools`. A called tool checks its own arguments, as if it were listed. */
export function searchTools(
  tools: readonly ServedTool[],
  reach: (name: string) => ServedTool | undefined,
  readOnly: boolean,
): [find: ServedTool, call: ServedTool] {
  const names = tools.map(({ definition }) => definition.name);
  const effect: Effect = readOnly ? "read" : "act";
  return [
    {
      definition: {
        name: "find_tools",
        title: "Find tools",
        description: `Search the ${tools.length} typed Odoo tools by keywords such as "create invoice" or "sale order confirm", and get their schemas. Call what you found with call_tool. Prefer these tools to the generic ones. steps are what people do on Odoo's screens, with or without a tool of its own: execute_workflow takes them.`,
        inputSchema: inputOf(findArguments),
        outputSchema: resultSchema({ tools: LIST, steps: LIST }),
        annotations: annotationsOf("read"),
      },
      async run(args, context) {
        const asked = await toolArguments(findArguments, args);
        const steps = await findSteps(asked, context);
        return { tools: await search(tools, asked.query, asked.limit), ...(steps.length > 0 ? { steps } : {}) };
      },
    },
    {
      definition: {
        name: "call_tool",
        title: "Call a tool",
        description: "Call a tool that find_tools found, by its name and with the arguments its schema asks for.",
        inputSchema: inputOf(callArguments),
        outputSchema: { type: "object" },
        annotations: annotationsOf(effect),
      },
      async run(args, context) {
        const call = await toolArguments(callArguments, args);
        const tool = reach(call.name);
        if (tool) return tool.run(call.arguments, { ...context, call: { ...context.call, tool: call.name } });
        throw new OdooError("not_found", `name: there is no tool ${shown(call.name)}.${didYouMean(call.name, names)}`, {
          hint: "find_tools tells which there are.",
        });
      },
    },
  ];
}

async function search(tools: readonly ServedTool[], query: string, limit: number) {
  const found = (await indexOf(tools)).search(query);
  return found.slice(0, limit).flatMap((at) => {
    const tool = tools[at];
    if (!tool) return [];
    const { name, title, description, inputSchema } = tool.definition;
    return [{ name, title, description, inputSchema }];
  });
}

const indexes = new WeakMap<readonly ServedTool[], Promise<SearchIndex>>();

function indexOf(tools: readonly ServedTool[]): Promise<SearchIndex> {
  const made = indexes.get(tools) ?? searchIndex(tools.map(({ definition }) => definition));
  indexes.set(tools, made);
  return made;
}
