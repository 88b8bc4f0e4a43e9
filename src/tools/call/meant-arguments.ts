import { z } from "zod";
import { isObject } from "../../odoo/notation/checks.js";
import { parseArguments } from "./parse-arguments.js";
import type { JsonSchema } from "./tool.js";

// Arguments that say what a schema asks for in another form: clients and models send lists and objects as JSON in a text,
// null for what they leave out, one value in the place of a list. Names are never guessed.

/** Keys that a client (n8n) adds to the arguments of every call. */
const OF_CLIENTS: readonly string[] = ["sessionId", "action", "chatInput", "tool", "toolCallId"];

/** The arguments of a tool, taken as they are meant and then checked. Throws as `parseArguments`. */
export const toolArguments = <Schema extends z.ZodObject>(schema: Schema, args: unknown): Promise<z.output<Schema>> =>
  parseArguments(schema, meantArguments(schema, args));

type Values = Readonly<Record<string, unknown>>;

function meantArguments(schema: z.ZodObject, args: unknown): unknown {
  if (!isObject(args)) return args;
  const own = Object.entries(args as Values).filter(
    ([name]) => !OF_CLIENTS.includes(name) || Object.hasOwn(schema.shape, name),
  );
  return meant(jsonSchema(schema), Object.fromEntries(own));
}

const made = new WeakMap<z.ZodObject, JsonSchema>();

function jsonSchema(schema: z.ZodObject): JsonSchema {
  const known = made.get(schema) ?? (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema);
  made.set(schema, known);
  return known;
}

function meant(node: JsonSchema, given: unknown): unknown {
  const value = asList(node, fromText(given, String(node.type)));
  if (Array.isArray(value))
    return isObject(node.items) ? value.map((item) => meant(node.items as JsonSchema, item)) : value;
  if (!isObject(value) || !isObject(node.properties)) return value;
  const { properties, required = [] } = node as {
    properties: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  const entries = Object.entries(value as Values)
    .filter(([name, inner]) => inner !== null || required.includes(name) || !Object.hasOwn(properties, name))
    .map(([name, inner]) => [name, Object.hasOwn(properties, name) ? meant(properties[name] ?? {}, inner) : inner]);
  return Object.fromEntries(entries);
}

/** One value where a list of such is asked for. */
function asList({ type, items }: JsonSchema, value: unknown): unknown {
  const wanted = isObject(items) ? String((items as JsonSchema).type) : undefined;
  if (type !== "array" || wanted === undefined || wanted === "array") return value;
  const item = fromText(value, wanted);
  return IS[wanted]?.(item) ? [item] : value;
}

/** What a text holds as JSON, where it is of the type asked for (JSON Schema's name); else the text. */
export function fromText(value: unknown, type: string): unknown {
  const isType = type === "string" ? undefined : IS[type];
  if (typeof value !== "string" || !isType) return value;
  try {
    const held: unknown = JSON.parse(value);
    return isType(held) ? held : value;
  } catch {
    return value;
  }
}

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  object: isObject,
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  string: (value) => typeof value === "string",
};
