import { OdooError } from "../../src/odoo/errors/errors.js";
import { UNSEEN } from "../../src/odoo/notation/unseen-characters.js";
import type { JsonSchema, ToolDefinition } from "../../src/tools/call/tool.js";

// What every MCP client accepts of a tool. Each rule is one that some client refuses or garbles tools for, and names it.

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
  rule(outputSchema.type === "object", "its result is no object.");
  return [
    ...problems,
    ...lintRoot(inputSchema, `${name} in`),
    ...lintSchema(inputSchema, `${name} in`, [...OF_ALL, ...OF_ARGUMENTS]),
    ...lintSchema(outputSchema, `${name} out`, [...OF_ALL, ...OF_RESULTS]),
  ];
}

/** Keywords that a schema may have. */
const KEYWORDS = new Set(
  "type properties required items description enum format anyOf minimum maximum minItems maxItems maxLength".split(" "),
);

/** Who refuses others, or makes something else of them; of the rest it is not known of every client that it takes them. */
const REFUSED_BY: Readonly<Record<string, string>> = {
  $ref: "Gemini refuses",
  $defs: "Gemini refuses",
  const: "Gemini refuses",
  not: "Gemini refuses",
  oneOf: "Gemini refuses",
  allOf: "Gemini refuses",
  patternProperties: "Gemini refuses",
  prefixItems: "Gemini refuses",
  default: "Gemini refuses, in some versions,",
  pattern: "VS Code drops for some models",
  additionalProperties: "LangChain takes for a reason to refuse a misspelt argument without a hint,",
};

const TYPES = new Set(["object", "array", "string", "integer", "number", "boolean"]);

/** As a keyword that holds several schemas. */
const schemasOf = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** What one schema must keep, whatever is within it. */
interface Rule {
  kept(schema: JsonSchema): boolean;
  /** The clients, and what they do. */
  otherwise: string;
}

/** Of arguments and results alike. */
const OF_ALL: readonly Rule[] = [
  {
    kept: ({ type }) => !Array.isArray(type),
    otherwise: "Gemini refuses a list of types.",
  },
  {
    kept: ({ type, items }) => type !== "array" || items !== undefined,
    otherwise: "Gemini, OpenAI and VS Code refuse a list without items.",
  },
  {
    kept: ({ items }) => !Array.isArray(items),
    otherwise: "Anthropic and Gemini refuse a schema for each of the items.",
  },
  {
    kept: ({ description }) => description === undefined || isPlain(description, MAX_DESCRIPTION),
    otherwise: "its description is not one plain line.",
  },
  {
    kept: ({ required }) => required === undefined || (Array.isArray(required) && required.length > 0),
    otherwise: "JSON Schema of draft 4, which some clients check by, refuses an empty list of what is required.",
  },
  {
    kept: ({ required, properties }) =>
      !Array.isArray(required) || required.every((name) => Object.hasOwn((properties ?? {}) as object, name as string)),
    otherwise: "Gemini refuses to require a property that is not there.",
  },
];

/** Of results alone: what is empty is null, which nothing but `anyOf` says to every client. */
const OF_RESULTS: readonly Rule[] = [
  {
    kept: ({ type }) => type === undefined || type === "null" || Array.isArray(type) || TYPES.has(type as string),
    otherwise: "its type is none of JSON Schema's.",
  },
];

/** Of arguments alone: models get no schemas of results. */
const OF_ARGUMENTS: readonly Rule[] = [
  {
    kept: ({ type }) => type === undefined || Array.isArray(type) || TYPES.has(type as string),
    otherwise: "its type is none of JSON Schema's for arguments.",
  },
  {
    kept: ({ type, anyOf }) => type !== undefined || anyOf !== undefined,
    otherwise: "Gemini refuses what has no type.",
  },
  {
    kept: ({ anyOf }) => anyOf === undefined || schemasOf(anyOf).length > 1,
    otherwise: "its anyOf are not several schemas.",
  },
  {
    kept: (schema) => schema.anyOf === undefined || Object.keys(schema).length === 1,
    otherwise: "Gemini refuses anyOf beside other keywords.",
  },
  {
    kept: ({ format }) => format === undefined || format === "date-time",
    otherwise: "Gemini refuses a format other than date-time; say it in words.",
  },
  {
    kept: ({ type, enum: keys }) => keys === undefined || type === "string",
    otherwise: "Gemini refuses an enum of other things than texts.",
  },
  {
    kept: ({ enum: keys }) => !Array.isArray(keys) || !keys.includes(""),
    otherwise: "Gemini refuses an enum with an empty text.",
  },
  {
    kept: ({ enum: keys }) => keys === undefined || isEnum(keys),
    otherwise: `its enum is not 1 to ${MAX_ENUM} different texts.`,
  },
  {
    kept: ({ properties }) => Object.keys((properties ?? {}) as object).every((name) => PROPERTY_NAME.test(name)),
    otherwise: "Anthropic refuses a property's name that is not 1 to 64 of letters, digits, _, . and -.",
  },
];

const PROPERTY_NAME = /^[a-zA-Z0-9_.-]{1,64}$/;

/** What only the arguments as a whole must keep. */
function lintRoot({ type, properties, anyOf }: JsonSchema, place: string): string[] {
  return [
    ...(type === "object" && isSchema(properties) ? [] : [`${place}: VS Code makes anything but an object empty.`]),
    ...(anyOf === undefined ? [] : [`${place}: Anthropic, OpenAI and VS Code refuse anyOf at the root.`]),
  ];
}

function lintSchema(schema: JsonSchema, place: string, rules: readonly Rule[]): string[] {
  const { properties, items, anyOf } = schema;
  const inner: [string, JsonSchema][] = [
    ...Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(
      ([name, property]): [string, JsonSchema] => [`${place}.${name}`, property],
    ),
    ...(isSchema(items) ? [[`${place}[]`, items] as [string, JsonSchema]] : []),
    ...schemasOf(anyOf).map((one, at): [string, JsonSchema] => [`${place}(${at + 1})`, one]),
  ];
  return [
    ...lintKeywords(schema).map((problem) => `${place}: ${problem}`),
    ...rules.filter(({ kept }) => !kept(schema)).map(({ otherwise }) => `${place}: ${otherwise}`),
    ...inner.flatMap(([where, one]) => lintSchema(one, where, rules)),
  ];
}

const lintKeywords = (schema: JsonSchema): string[] =>
  Object.keys(schema)
    .filter((keyword) => !KEYWORDS.has(keyword))
    .map((keyword) => `${REFUSED_BY[keyword] ?? "Some client may refuse"} ${keyword}.`);

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
