import { z } from "zod";
import { isObject } from "../../odoo/notation/checks.js";
import { checkInput } from "./input-limits.js";
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
  const items = itemsOf(node);
  const value = asList(items, fromText(given, String(node.type)));
  if (Array.isArray(value)) return items ? value.map((item) => meant(items, item)) : value;
  if (!isObject(value) || !isObject(node.properties)) return value;
  const { properties, required = [] } = node as {
    properties: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  const entries = Object.entries(value as Values)
    .filter(([name, inner]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return !property || required.includes(name) || !isLeftOut(property, inner);
    })
    .map(([name, inner]) => [name, Object.hasOwn(properties, name) ? meant(properties[name] ?? {}, inner) : inner]);
  return Object.fromEntries(entries);
}

const isLeftOut = ({ type }: JsonSchema, value: unknown) =>
  value === null || (value === "null" && type !== undefined && type !== "string");

/** What is in a list, but in one of lists: that is a domain, whose terms are not guessed at. */
function itemsOf({ type, items }: JsonSchema): JsonSchema | undefined {
  const item = type === "array" && isObject(items) ? (items as JsonSchema) : undefined;
  return item?.type === "array" ? undefined : item;
}

/** One value where a list of such is asked for. */
function asList(items: JsonSchema | undefined, value: unknown): unknown {
  const wanted = String(items?.type);
  const item = fromText(value, wanted);
  return IS[wanted]?.(item) ? [item] : value;
}

/**
 * What a text holds as JSON, where it is of the type asked for (JSON Schema's name); else the text. Throws `OdooError`
 * "validation" for what arguments may not hold either (`checkInput`).
 */
export function fromText(value: unknown, type: string): unknown {
  const isType = type === "string" ? undefined : IS[type];
  if (typeof value !== "string" || !isType) return value;
  let held: unknown;
  try {
    held = JSON.parse(value);
  } catch {
    return value;
  }
  if (!isType(held)) return value;
  checkInput(held);
  return held;
}

/** Whether an argument that is true or false is true. */
export const isTrue = (value: unknown): boolean => fromText(value, "boolean") === true;

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  object: isObject,
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  string: (value) => typeof value === "string",
};
