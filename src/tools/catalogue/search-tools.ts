import type MiniSearch from "minisearch";
import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { isObject, shown } from "../../odoo/notation/checks.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import * as argument from "../call/arguments.js";
import { parseArguments } from "../call/parse-arguments.js";
import type { Tool } from "../call/tool.js";
import { annotationsOf, type Effect } from "../policy/effects.js";
import { jsonSchemaOf, LIST, objectSchema, resultSchema } from "./json-schemas.js";

// For catalogues beyond what a client loads: tools that are found by keywords and called by name.

const DEFAULT_FOUND = 5;
const MAX_FOUND = 20;

const findArguments = z.strictObject({
  query: z.string().min(1).describe("What to do, and with which kind of record."),
  limit: z.int().min(1).max(MAX_FOUND).default(DEFAULT_FOUND).describe(`Default ${DEFAULT_FOUND}.`),
});
const callArguments = z.strictObject({
  name: z.string().describe('As found: "sale_order_create".'),
  arguments: argument.values.default({}).describe("As its inputSchema says."),
});

const inputOf = (schema: z.ZodObject) => {
  const { properties, required } = jsonSchemaOf(schema);
  return objectSchema(properties, required);
};

/** find_tools and call_tool over `tools`. A called tool checks its own arguments, as if it were listed. */
export function searchTools(
  tools: readonly Tool[],
  reach: (name: string) => Tool | undefined,
  readOnly: boolean,
): [find: Tool, call: Tool] {
  const names = tools.map(({ definition }) => definition.name);
  const effect: Effect = readOnly ? "read" : "act";
  return [
    {
      definition: {
        name: "find_tools",
        title: "Find tools",
        description: `Search the ${tools.length} typed Odoo tools by keywords such as "create invoice" or "sale order confirm", and get their schemas. Call what you found with call_tool. Prefer these tools to the generic ones.`,
        inputSchema: inputOf(findArguments),
        outputSchema: resultSchema({ tools: LIST }),
        annotations: annotationsOf("read"),
      },
      target: () => ({ effect: "read" }),
      async run(args) {
        const { query, limit } = await parseArguments(findArguments, args);
        return { tools: await search(tools, query, limit) };
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
      target(args = {}) {
        const called = typeof args.name === "string" ? reach(args.name) : undefined;
        const inner = isObject(args.arguments) ? (args.arguments as Record<string, unknown>) : {};
        return called?.target(inner) ?? { effect };
      },
      async run(args, context) {
        const call = await parseArguments(callArguments, args);
        const tool = reach(call.name);
        if (tool) return tool.run(call.arguments, { ...context, call: { ...context.call, tool: call.name } });
        throw new OdooError("not_found", `name: there is no tool ${shown(call.name)}.${didYouMean(call.name, names)}`, {
          hint: "find_tools tells which there are.",
        });
      },
    },
  ];
}

/** The best first. A word may be misspelt by one letter in five, or be the beginning of one. */
async function search(tools: readonly Tool[], query: string, limit: number) {
  const index = await indexOf(tools);
  const found = index.search(query, { boost: { name: 3, title: 2 }, prefix: true, fuzzy: 0.2 });
  return found.slice(0, limit).flatMap(({ id }) => {
    const tool = tools[id as number];
    if (!tool) return [];
    const { name, title, description, inputSchema } = tool.definition;
    return [{ name, title, description, inputSchema }];
  });
}

const indexes = new WeakMap<readonly Tool[], MiniSearch>();

/** Loaded and made at the first search: a server that is never asked does not wait for it. */
async function indexOf(tools: readonly Tool[]): Promise<MiniSearch> {
  const made = indexes.get(tools);
  if (made) return made;
  const { default: Index } = await import("minisearch");
  const index: MiniSearch = new Index({ fields: ["name", "title", "description"], tokenize: words });
  index.addAll(tools.map(({ definition: { name, title, description } }, id) => ({ id, name, title, description })));
  indexes.set(tools, index);
  return index;
}

const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
