import { z } from "zod";
import { companyAndLanguage } from "../call/company-and-language.js";
import type { JsonSchema } from "../call/tool.js";

// The JSON Schemas that clients list: arguments from their zod schemas, and results.

type ObjectSchema = JsonSchema & { type: "object" };

/**
 * An object of arguments. That it takes no other keys is not listed, or a client would refuse them in its own words: ours
 * name the key that was meant (docs/tools.md).
 */
export function objectSchema(properties: Record<string, JsonSchema>, required: readonly string[] = []): ObjectSchema {
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}) };
}

/** What a client lists of a tool's arguments, by name: the part of JSON Schema that every client takes. */
export interface Arguments {
  properties: Record<string, JsonSchema>;
  required: readonly string[];
}

/**
 * How much is told of arguments: all, or what a model cannot do without that knows the server's instructions. Limits are left
 * to the words there, and to the errors.
 */
export type Telling = "whole" | "brief";

/** The arguments as JSON Schemas, from what checks them. */
export function jsonSchemaOf(schema: z.ZodObject, telling: Telling = "whole"): Arguments {
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { properties, required = [] } = listed(made, telling) as {
    properties: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return { properties, required };
}

/** In the order that they are listed. Defaults are told in words, for some clients refuse the keyword. */
const KEYWORDS = [
  "type",
  "format",
  "anyOf",
  "enum",
  "properties",
  "required",
  "minimum",
  "maximum",
  "items",
  "description",
  "minItems",
  "maxItems",
] as const;

/** Limits that no model comes near would cost tokens in every tool. */
const FAR: Readonly<Partial<Record<(typeof KEYWORDS)[number], number>>> = { maximum: 1_000_000, maxItems: 100 };

const LIMITS: readonly string[] = ["minimum", "maximum", "minItems", "maxItems"];

function listed(node: JsonSchema, telling: Telling): JsonSchema {
  const isBrief = telling === "brief";
  const told = isBrief && node.brief !== undefined ? { ...node, description: node.brief || undefined } : node;
  const entries = KEYWORDS.flatMap((keyword): [string, unknown][] => {
    const value = told[keyword];
    if (value === undefined || (isBrief && LIMITS.includes(keyword))) return [];
    if (typeof value === "number" && value > (FAR[keyword] ?? value)) return [];
    if (keyword === "items") return [[keyword, listed(value as JsonSchema, telling)]];
    if (keyword === "anyOf") return [[keyword, (value as JsonSchema[]).map((one) => listed(one, telling))]];
    if (keyword !== "properties") return [[keyword, value]];
    const inner = Object.entries(value as Record<string, JsonSchema>);
    return [[keyword, Object.fromEntries(inner.map(([name, one]) => [name, listed(one, telling)]))]];
  });
  return Object.fromEntries(entries);
}

/** The arguments that every tool takes beside its own. */
export const COMPANY_AND_LANGUAGE: Readonly<Record<Telling, Arguments["properties"]>> = {
  whole: jsonSchemaOf(companyAndLanguage).properties,
  brief: jsonSchemaOf(companyAndLanguage, "brief").properties,
};

/**
 * What a tool answers: these properties, or `error`. Nothing is required, because the SDK's client (1.32) checks the
 * structured content of failures against the output schema too; and nothing is closed, for what a server adds is no breach.
 */
export function resultSchema(properties: Record<string, JsonSchema>): ObjectSchema {
  return { type: "object", properties: { ...properties, error: { type: "object" } } };
}

/** What may be empty. A list of types would be shorter, and Gemini refuses it. */
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] });

const array = (items: JsonSchema, description?: string): JsonSchema => ({
  type: "array",
  items,
  ...(description ? { description } : {}),
});
export const LIST = array({ type: "object" });
const TEXT: JsonSchema = { type: "string" };
const TEXTS = array(TEXT);
export const ID: JsonSchema = { type: "integer" };
export const IDS = array(ID);

const open = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: "object", properties });

/** A record with these fields or others, by its id. */
export const recordSchema = (properties: Record<string, JsonSchema> = {}): JsonSchema => ({
  ...open({ id: ID, ...properties }),
  required: ["id"],
});
const RECORDS = array(recordSchema());

/** What a change answers: as said, or with dry_run a preview. */
export const changeSchema = (properties: Record<string, JsonSchema>) =>
  resultSchema({
    ...properties,
    sent: array(open({ kind: TEXT, subject: TEXT, model: TEXT, id: ID, to: TEXTS })),
    preview: open({ effect: TEXT, model: TEXT, records: LIST, asks: TEXTS, warnings: TEXTS }),
  });

const NOT_KEPT = array(recordSchema(), "Records whose values Odoo changed, as they read now.");
const PAGE = { limit: ID, offset: ID, next_offset: orNull(ID) };

const WARNINGS = TEXTS;

const LINK: JsonSchema = { type: "string", description: "In Odoo, behind its own sign-in." };

const MADE = { not_kept: NOT_KEPT, warnings: WARNINGS };

/** What each operation answers. */
export const RESULTS = {
  search: resultSchema({ records: RECORDS, total: ID, ...PAGE }),
  read: resultSchema({ records: RECORDS, missing: IDS }),
  count: resultSchema({ count: ID }),
  aggregate: resultSchema({ groups: array(open({ count: ID })), ...PAGE, note: TEXT }),
  create: changeSchema({
    id: ID,
    display_name: { type: "string" },
    link: LINK,
    repeated: { type: "boolean" },
    not_kept: NOT_KEPT,
    warnings: WARNINGS,
  }),
  createMany: changeSchema({ ids: IDS, records: array({ type: "object" }, "The first, by name and link."), ...MADE }),
  update: changeSchema({
    ids: IDS,
    emptied: array({ type: "string" }, "Fields that held something and now hold nothing."),
    emptied_in: array({ type: "object" }, "Of those, which records, where not all."),
    ...MADE,
  }),
  delete: changeSchema({ ids: IDS }),
  attach: changeSchema({
    id: ID,
    name: { type: "string" },
    mimetype: { type: "string" },
    bytes: ID,
    record: { type: "object" },
    link: LINK,
    attachments: LIST,
  }),
  file: resultSchema({
    id: ID,
    record: { type: "object" },
    field: { type: "string" },
    date: orNull(TEXT),
    name: { type: "string" },
    mimetype: { type: "string" },
    bytes: orNull(ID),
    charset: { type: "string" },
    text: { type: "string" },
    offset: { type: "integer" },
    next_offset: orNull(ID),
    from_index: { type: "boolean", description: "The text is what Odoo found in the document." },
    path: { type: "string" },
    attached: { type: "boolean", description: "It follows in this answer." },
  }),
  lookUp: resultSchema({
    names: array(
      { type: "object" },
      "Each with id and display_name; or candidates, all of that name; or nearest, of names like it; or an error.",
    ),
  }),
  act: changeSchema({
    ids: IDS,
    done: { type: "boolean" },
    files: array(
      open({ name: TEXT, bytes: ID, mimetype: TEXT, path: TEXT, attached: { type: "boolean" } }),
      "What was printed.",
    ),
    url: { type: "string", description: "The document behind Odoo's own sign-in." },
    records: RECORDS,
    gone: IDS,
    made: array(
      open({ model: TEXT, records: array(recordSchema({ name: TEXT, link: TEXT })) }),
      "Records that came of it, by model.",
    ),
    shows: { ...open({ kind: TEXT, title: TEXT, model: TEXT }), description: "What Odoo's screen shows now." },
    message: { ...open({ kind: TEXT, title: TEXT, text: TEXT }), description: "What Odoo's screen would say." },
    next: {
      ...open({ kind: TEXT, title: TEXT, model: TEXT, wizard: TEXT, how: TEXT }),
      description: "What is still to be done, and how.",
    },
    warnings: WARNINGS,
  }),
} satisfies Record<string, ObjectSchema>;
