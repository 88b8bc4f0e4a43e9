import picomatch from "picomatch";
import { z } from "zod";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { isFieldName, isModelName } from "../../src/odoo/schema/schema.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import { INSTANCE_NAME, NO_INSTANCE_NAME } from "../../src/tools/generated/instances.js";
import { CONFIRM_ABOVE } from "../../src/tools/policy/defaults.js";
import { EFFECTS, OPERATIONS, type RecordOperation } from "../../src/tools/policy/effects.js";
import { guardOf } from "../../src/tools/policy/policy.js";
import { type JsonSchemaNode, keysAt } from "./config-docs.js";

// odoo-models.config.json

/** Counting is part of a search, and deletion is asked for by name. */
const DEFAULT_OPERATIONS: readonly RecordOperation[] = ["search", "read", "aggregate", "create", "update"];

const operations = z.array(z.enum(OPERATIONS)).min(1);

/** A method, the name of a step, or the external id of an action. */
const isStepName = (name: string) => isFieldName(name) || /^[a-z]\w*\.[\w.-]+$/.test(name);

const fieldName = z.string().refine(isFieldName, "is no name of a field");
const fields = z.union([z.enum(["curated", "all"]), z.array(fieldName)]);
const maxFields = z.int().min(1);

const modelConfig = z.strictObject({
  operations: operations
    .optional()
    .describe("Which tools this model gets; those that the top level names if left out."),
  fields: fields
    .optional()
    .describe(
      "The fields that create and update show, beside those a new record needs: what the form shows (curated), all, or these. The others can still be given, in `extra`.",
    ),
  include: z.array(fieldName).optional().describe("Fields to show beside those chosen by `fields`."),
  exclude: z.array(fieldName).optional().describe("Fields not to show."),
  maxFields: maxFields.optional().describe("How many fields curated tools of this model show at most."),
  buttons: z
    .union([z.literal(false), z.array(z.string().refine(isStepName, "is no name of a step"))])
    .optional()
    .describe(
      'Steps that become tools, by the method they call, by their name ("create_invoice") or by the external id of their action ("sale.action_view_sale_advance_payment_inv"); false for none. Left out: the steps in the header of the form, without those that only open another screen, and of well-known models what people do with them; none where `operations` only read.',
    ),
  required: z
    .array(z.string())
    .optional()
    .describe("Fields a new record must be given, beside those that Odoo itself needs: for rules in SQL or Python."),
  create: z
    .literal("plain")
    .optional()
    .describe(
      "plain: new records are created as they are given, without what Odoo's form fills in beside them, and so are the new lines of their updates. For imports of complete records, and models whose onchange is slow or does more than fill in. Left out: as the form makes them.",
    ),
  alias: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(38)
    .optional()
    .describe("What the model's tools are called by, instead of its own name: alias_search, alias_create."),
  formerly: z
    .array(z.string().regex(/^[a-z][a-z0-9_]*$/))
    .optional()
    .describe("Aliases it had before: tools still answer to the names made of them, without listing them."),
});

const policyEntry = z.strictObject({
  operations: z
    .array(z.enum(EFFECTS))
    .optional()
    .describe("What may be done: read, create, update, delete, act (press a button), send (e-mail and the like)."),
  methods: z
    .array(z.string().refine(isFieldName, "is no name of a method"))
    .optional()
    .describe("The methods that may be called; those of the buttons on the form if left out."),
  allowFields: z.array(fieldName).optional().describe("The only fields that may be read or written."),
  denyFields: z.array(fieldName).optional().describe("Fields that may be neither read nor written nor searched."),
  openFields: z
    .array(z.union([fieldName, z.literal("*")]))
    .optional()
    .describe(
      'Fields that are written though no screen lets a person fill them in, without asking one; ["*"] for all of the model.',
    ),
  maxRecords: z.int().min(1).optional().describe("How many records a call may read or change at most."),
  domain: z
    .array(z.unknown())
    .optional()
    .describe(
      'Only these records are read and changed, and none is left outside: [["user_id", "=", "me"]]; "me" is the signed-in user.',
    ),
  confirm: z
    .array(z.enum(EFFECTS).exclude(["read"]))
    .optional()
    .describe("What a person is asked before: delete and send if left out, and act on models of money."),
  confirmAbove: z
    .int()
    .min(0)
    .optional()
    .describe(`A person is asked before a call changes more records than these (${CONFIRM_ABOVE} if left out).`),
  approve: z
    .boolean()
    .optional()
    .describe(
      "false: the yes is given at the client alone, and not by `odoo-mcp approve` where the client does not ask; true if left out.",
    ),
});

const limits = z.strictObject({
  tools: z.int().min(1).optional().describe("Tools in all, generic ones among them."),
  toolTokens: z.int().min(1).optional().describe("Tokens of one tool, estimated."),
  totalTokens: z.int().min(1).optional().describe("Tokens of all tools, estimated."),
});

const path = z.string().min(1);

const instance = z.strictObject({
  generated: path
    .optional()
    .describe("Folder of its generated files, from this file's folder; `generated/<name>` if left out."),
  env: path
    .optional()
    .describe(
      "File of its settings and credentials, from this file's folder; `.env.<name>` if left out. None of them stands here: this file is shared.",
    ),
  config: path
    .optional()
    .describe(
      "A config of its own, from this file's folder, with other models and another policy; if left out, what this file says.",
    ),
});

const configSchema = z.strictObject({
  $schema: z
    .string()
    .optional()
    .describe("Where editors find the JSON Schema of this file, to complete and check it as it is written."),
  models: z
    .record(z.string(), z.union([modelConfig, z.literal(false)]))
    .describe(
      'By name ("sale.order") or glob ("sale.*"): a name beats a glob, a later glob an earlier one, false leaves out. Wizards need their name, and so do models that hold rights, code or settings.',
    ),
  operations: operations
    .default([...DEFAULT_OPERATIONS])
    .describe("Which tools a model gets, unless it says so itself."),
  fields: fields.default("curated").describe("Which fields create and update show, of models that do not say so."),
  maxFields: maxFields.default(30).describe("How many fields curated tools show at most."),
  toolsets: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]*$/), z.array(z.string()).min(1))
    .optional()
    .describe("Groups of models by name or glob, for `odoo-mcp serve --toolsets`."),
  policy: z
    .record(z.string(), policyEntry)
    .default({})
    .describe(
      "What tools may do, by name or glob: for each setting the model's own entry speaks, else the last glob that says it, else the default.",
    ),
  limits: limits.default({}).describe("What the tools may cost a client; generate fails beyond it."),
  instances: z
    .record(z.string().regex(INSTANCE_NAME, NO_INSTANCE_NAME), instance)
    .optional()
    .describe(
      "Several Odoos, by a name of small letters, digits, - and _: commands take it as `--instance`, and `serve --http` serves each at `/mcp/<name>`. `{}` is one with what is usual.",
    ),
});

/** What a config says of one Odoo. */
export type Config = Omit<z.output<typeof configSchema>, "instances">;
export type Limits = z.output<typeof limits>;
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
  if (parsed.success) {
    // They say where an Odoo is, and nothing of what is made of it.
    const { instances: _, ...config } = parsed.data;
    return config;
  }
  const [place, message, unknown] = firstIssue(parsed.error.issues);
  const meant = unknown === undefined ? "" : `.${didYouMean(unknown, keysAt(configJsonSchema(), place))}`;
  throw new OdooError("settings", `${file}: ${place.join(".") || "the top level"}: ${message}${meant}`);
}

type Problem = [place: PropertyKey[], message: string, unknownKey?: string | undefined];

/** Where the first issue is and what it says. Of a choice, as its first option has it: a model's entry, not `false`. */
function firstIssue([issue]: readonly z.core.$ZodIssue[]): Problem {
  if (!issue) return [[], ""];
  // What is wrong with a key is told of the key itself.
  if (issue.code === "invalid_key") return [issue.path, issue.issues[0]?.message ?? issue.message];
  const [option] = issue.code === "invalid_union" ? issue.errors : [];
  if (option) {
    const [place, ...rest] = firstIssue(option);
    return [[...issue.path, ...place], ...rest];
  }
  return [issue.path, issue.message, issue.code === "unrecognized_keys" ? issue.keys[0] : undefined];
}

export const isPattern = (name: string) => !isModelName(name);

/** The config of a model: its own entry, or that of the last glob that matches, unless the model is guarded; undefined if it is left out. */
export function configOf(config: Config, model: string): ModelConfig | undefined {
  const entry = Object.hasOwn(config.models, model) ? config.models[model] : undefined;
  if (entry !== undefined) return entry || undefined;
  if (guardOf(model)) return undefined;
  const matching = Object.entries(config.models).filter(([name]) => isPattern(name) && picomatch(name)(model));
  return matching.at(-1)?.[1] || undefined;
}

export function operationsOf(config: Config, model: string): readonly RecordOperation[] {
  const chosen = configOf(config, model)?.operations ?? config.operations;
  return OPERATIONS.filter((operation) => chosen.includes(operation));
}

/** The models of each toolset, of those that have tools. Throws `OdooError` "settings" for a name or glob of none. */
export function toolsetsOf(config: Config, models: readonly string[]): Record<string, readonly string[]> {
  const sets = Object.entries(config.toolsets ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const matching = (set: string, pattern: string) => {
    const found = models.filter((model) => model === pattern || (isPattern(pattern) && picomatch(pattern)(model)));
    if (found.length > 0) return found;
    const hint = didYouMean(pattern, models);
    throw new OdooError("settings", `The config's toolset "${set}" names "${pattern}", which has no tools.${hint}`);
  };
  return Object.fromEntries(
    sets.map(([set, patterns]) => [set, [...new Set(patterns.flatMap((pattern) => matching(set, pattern)))].sort()]),
  );
}

/** What the config says of a model's fields. */
export interface FieldChoice {
  fields: "curated" | "all" | readonly string[];
  include: readonly string[];
  exclude: readonly string[];
  maxFields: number;
}

export function fieldChoice(config: Config, model: string): FieldChoice {
  const entry = configOf(config, model);
  const { include = [], exclude = [] } = entry ?? {};
  return {
    fields: entry?.fields ?? config.fields,
    include,
    exclude,
    maxFields: entry?.maxFields ?? config.maxFields,
  };
}

/** The JSON Schema that editors check `odoo-models.config.json` with. */
export const configJsonSchema = () => z.toJSONSchema(configSchema, { io: "input" }) as JsonSchemaNode;
