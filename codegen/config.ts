import picomatch from "picomatch";
import { z } from "zod";
import { OdooError } from "../src/odoo/errors.js";
import { isModelName } from "../src/odoo/schema.js";
import { didYouMean } from "../src/odoo/suggest.js";
import { OPERATIONS, type RecordOperation } from "../src/tools/operations.js";
import { type JsonSchemaNode, keysAt } from "./config-docs.js";

// odoo-models.config.json

const operations = z.array(z.enum(OPERATIONS)).min(1);

const modelConfig = z.strictObject({
  operations: operations.optional().describe("Which tools this model gets; all that the top level names if left out."),
  required: z
    .array(z.string())
    .optional()
    .describe("Fields a new record must be given, beside those that Odoo itself needs: for rules in SQL or Python."),
  alias: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(40)
    .optional()
    .describe("What the model's tools are called by, instead of its own name: alias_search, alias_create."),
});

const configSchema = z.strictObject({
  $schema: z
    .string()
    .optional()
    .describe("Where editors find the JSON Schema of this file, to complete and check it as it is written."),
  models: z
    .record(z.string(), z.union([modelConfig, z.literal(false)]))
    .describe(
      'By name ("sale.order") or glob ("sale.*"): a name beats a glob, a later glob an earlier one, false leaves out. Wizards need their name.',
    ),
  operations: operations.default([...OPERATIONS]).describe("Which tools a model gets, unless it says so itself."),
});

export type Config = z.output<typeof configSchema>;
export type ModelConfig = z.output<typeof modelConfig>;

/** Reads the text of `odoo-models.config.json`. Throws `OdooError` "settings" that names the first wrong place. */
export function parseConfig(text: string, file: string): Config {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new OdooError("settings", `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [place, message, unknown] = firstIssue(parsed.error.issues);
  const meant = unknown === undefined ? "" : `.${didYouMean(unknown, keysAt(configJsonSchema(), place))}`;
  throw new OdooError("settings", `${file}: ${place.join(".") || "the top level"}: ${message}${meant}`);
}

type Problem = [place: PropertyKey[], message: string, unknownKey?: string | undefined];

/** Where the first issue is and what it says. Of a choice, as its first option has it: a model's entry, not `false`. */
function firstIssue([issue]: readonly z.core.$ZodIssue[]): Problem {
  if (!issue) return [[], ""];
  const [option] = issue.code === "invalid_union" ? issue.errors : [];
  if (option) {
    const [place, ...rest] = firstIssue(option);
    return [[...issue.path, ...place], ...rest];
  }
  return [issue.path, issue.message, issue.code === "unrecognized_keys" ? issue.keys[0] : undefined];
}

export const isPattern = (name: string) => !isModelName(name);

/** The config of a model: its own entry, or that of the last glob that matches; undefined if it is left out. */
export function configOf(config: Config, model: string): ModelConfig | undefined {
  const own = Object.hasOwn(config.models, model) ? config.models[model] : undefined;
  if (own !== undefined) return own || undefined;
  const matching = Object.entries(config.models).filter(([name]) => isPattern(name) && picomatch(name)(model));
  return matching.at(-1)?.[1] || undefined;
}

export function operationsOf(config: Config, model: string): readonly RecordOperation[] {
  const chosen = configOf(config, model)?.operations ?? config.operations;
  return OPERATIONS.filter((operation) => chosen.includes(operation));
}

/** The JSON Schema that editors check `odoo-models.config.json` with. */
export const configJsonSchema = () => z.toJSONSchema(configSchema, { io: "input" }) as JsonSchemaNode;
