import { OdooError } from "../../src/odoo/errors/errors.js";
import { UNSEEN } from "../../src/odoo/notation/unseen-characters.js";
import type { JsonSchema, ToolDefinition } from "../../src/tools/call/tool.js";

// What every MCP client accepts of a tool. Each rule is one that some client refuses or garbles tools for.

/** The rules that a list of tools breaks, each as a sentence with the tool and the place; none if it is clean. */
export function lint(tools: readonly ToolDefinition[]): string[] {
  const names = new Map<string, number>();
  for (const { name } of tools) names.set(name, (names.get(name) ?? 0) + 1);
  return [
    ...[...names].filter(([, count]) => count > 1).map(([name]) => `${name}: two tools have this name.`),
    ...tools.flatMap(lintTool),
  ];
}

/** Throws `OdooError` "settings" for the first rules broken: generated tools break none, so it is a fault of ours. */
export function checkLint(tools: readonly ToolDefinition[]): void {
  const broken = lint(tools);
  if (broken.length === 0) return;
  throw new OdooError("settings", `The tools would not suit every client: ${broken.slice(0, 3).join(" ")}`, {
    hint: "Please report this; until then, leave the model out of the config.",
  });
}

const MAX_NAME = 48;
const MAX_TITLE = 130;
const MAX_DESCRIPTION = 600;
const MAX_ENUM = 30;
const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

function lintTool(tool: ToolDefinition): string[] {
  const { name, title, description, annotations, inputSchema, outputSchema } = tool;
  const problems: string[] = [];
  const rule = (kept: boolean, problem: string) => {
    if (!kept) problems.push(`${name}: ${problem}`);
  };
  rule(/^[a-z0-9_]+$/.test(name) && name.length <= MAX_NAME, `its name is not 1 to ${MAX_NAME} of a-z, 0-9 and _.`);
  rule(isPlain(title, MAX_TITLE), `its title is not one plain line of up to ${MAX_TITLE} characters.`);
  rule(
    isPlain(description, MAX_DESCRIPTION),
    `its description is not one plain line of up to ${MAX_DESCRIPTION} characters.`,
  );
  rule(
    Object.keys(annotations).length === HINTS.length &&
      Object.entries(annotations).every(([key, value]) => HINTS.includes(key) && typeof value === "boolean"),
    "not all four annotations are set.",
  );
  rule(
    inputSchema.type === "object" && inputSchema.additionalProperties === false,
    "its arguments are no closed object.",
  );
  rule(outputSchema.type === "object", "its result is no object.");
  return [
    ...problems,
    ...lintSchema(inputSchema, `${name} in`, OF_ARGUMENTS),
    ...lintSchema(outputSchema, `${name} out`, OF_RESULTS),
  ];
}

/** What a schema may say. No combinators, $ref, const, default or pattern: some client refuses or ignores each. */
const KEYWORDS = new Set(
  "type properties required additionalProperties items description enum format minimum maximum minItems maxItems maxLength".split(
    " ",
  ),
);
const TYPES = new Set(["object", "array", "string", "integer", "number", "boolean"]);

/** What a schema may be made of. */
interface Parts {
  keywords: ReadonlySet<string>;
  types: ReadonlySet<string>;
}

const OF_ARGUMENTS: Parts = { keywords: KEYWORDS, types: TYPES };
/** What is empty is null, which nothing but `anyOf` says to every client: Gemini, which gets these too, refuses a list of types. */
const OF_RESULTS: Parts = { keywords: new Set([...KEYWORDS, "anyOf"]), types: new Set([...TYPES, "null"]) };

function lintSchema(schema: JsonSchema, place: string, parts: Parts): string[] {
  const { type, properties, required, items, anyOf = [], enum: keys, description } = schema as Record<string, unknown>;
  const problems: string[] = [];
  const rule = (kept: boolean, problem: string) => {
    if (!kept) problems.push(`${place}: ${problem}`);
  };
  const unknown = Object.keys(schema).filter((keyword) => !parts.keywords.has(keyword));
  rule(unknown.length === 0, `${unknown.join(", ")} is a keyword that some clients refuse.`);
  rule(type === undefined || parts.types.has(type as string), "its type is not one plain type.");
  rule(type !== "array" || isSchema(items), "its items have no one schema.");
  rule(keys === undefined || isEnum(keys), `its enum is not 1 to ${MAX_ENUM} different texts.`);
  rule(description === undefined || isPlain(description, MAX_DESCRIPTION), "its description is not one plain line.");
  const inner = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
  const needed = required === undefined ? [] : (required as string[]);
  rule(
    required === undefined ||
      (needed.length > 0 && needed.every((name) => inner.some(([property]) => property === name))),
    "it requires a property that it does not have.",
  );
  return [
    ...problems,
    ...inner.flatMap(([name, property]) => lintSchema(property, `${place}.${name}`, parts)),
    ...(isSchema(items) ? lintSchema(items, `${place}[]`, parts) : []),
    ...(anyOf as JsonSchema[]).flatMap((one, at) => lintSchema(one, `${place}(${at + 1})`, parts)),
  ];
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEnum = (keys: unknown) =>
  Array.isArray(keys) &&
  keys.length >= 1 &&
  keys.length <= MAX_ENUM &&
  keys.every((key) => typeof key === "string") &&
  new Set(keys).size === keys.length;

const UNSEEN_CHARACTER = new RegExp(`[${UNSEEN}]`, "u");

/** One line, nothing invisible, neither empty nor longer than `max` characters. */
const isPlain = (text: unknown, max: number) =>
  typeof text === "string" &&
  text !== "" &&
  text.trim() === text &&
  [...text].length <= max &&
  !UNSEEN_CHARACTER.test(text);
