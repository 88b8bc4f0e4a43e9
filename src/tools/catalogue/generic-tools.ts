import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { pressButton } from "../actions/button.js";
import { completeDialogue } from "../actions/complete-dialogue.js";
import * as args from "../call/arguments.js";
import { checkFields, parseArguments } from "../call/arguments.js";
import { COMPANY_AND_LANGUAGE, inCompanyAndLanguage } from "../call/company-and-language.js";
import { describeField } from "../call/describe-field.js";
import { modelCall } from "../call/model-call.js";
import type { JsonSchema, Tool, ToolContext } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import { annotationsOf, type Effect } from "../policy/effects.js";
import { aggregateRecords } from "../read/groups.js";
import * as records from "../read/records.js";
import { createRecord, createRecords } from "../write/create.js";
import { deleteRecords } from "../write/delete.js";
import { updateRecords } from "../write/update.js";
import { updateEach } from "../write/update-each.js";
import {
  AGGREGATE,
  DELETED,
  DRY_RUN,
  IDEMPOTENCY_KEY,
  IDS,
  MANY,
  objectSchema,
  READ_FIELDS,
  RESULTS,
  resultSchema,
  SEARCH,
} from "./json-schemas.js";

// Tools for every model, beside the typed ones: for what the config left out.

const MODEL: JsonSchema = {
  type: "string",
  description: 'Odoo model, such as "res.partner"; list_models tells which.',
};
const VALUES: JsonSchema = {
  type: "object",
  description:
    "Fields and values; get_fields tells which. A many2one is an id, lines are {create: [...], update: [...]}.",
};
const ID: JsonSchema = { type: "integer", minimum: 1 };
const UPDATES: JsonSchema = {
  type: "array",
  items: objectSchema({ id: ID, values: VALUES }, ["id", "values"]),
  minItems: 1,
  maxItems: 100,
};
const NAMED_OBJECTS: JsonSchema = { type: "object", description: "By name." };
const LIST: JsonSchema = { type: "array", items: { type: "object" } };

interface GenericTool<Arguments extends z.ZodType> {
  name: string;
  title: string;
  description: string;
  effect: Effect;
  input: Record<string, JsonSchema>;
  required: readonly string[];
  output: Tool["definition"]["outputSchema"];
  arguments: Arguments;
  run(given: z.output<Arguments>, context: ToolContext): Promise<Record<string, unknown>>;
}

/** For inference: the arguments' type follows from their schema. */
function tool<Arguments extends z.ZodType>(generic: GenericTool<Arguments>): Tool {
  const { name, title, description, effect, input, required, output } = generic;
  return {
    definition: {
      name,
      title,
      description,
      inputSchema: objectSchema({ ...input, ...COMPANY_AND_LANGUAGE }, required),
      outputSchema: output,
      annotations: annotationsOf(effect),
    },
    async run(given, context) {
      const call = await inCompanyAndLanguage(given, context);
      return generic.run(await parseArguments(generic.arguments, call.args), call.context);
    },
  };
}

/** The generic tools, in the order they are listed. */
export const GENERIC_TOOLS: readonly Tool[] = [
  tool({
    name: "list_models",
    title: "List models",
    description:
      "List the Odoo models this user can work with; typed ones have tools of their own and should be preferred.",
    effect: "read",
    input: { query: { type: "string", description: "Only models whose name or label holds this text." } },
    required: [],
    output: resultSchema({ models: LIST }),
    arguments: z.strictObject({ query: z.string().optional() }),
    run: listAllModels,
  }),
  tool({
    name: "get_fields",
    title: "Get fields",
    description: "Describe the fields of a model: type, label, relation, selection values, required and readonly.",
    effect: "read",
    input: { model: MODEL, fields: { ...READ_FIELDS, description: "Only these fields; all if left out." } },
    required: ["model"],
    output: resultSchema({ model: { type: "string" }, fields: NAMED_OBJECTS }),
    arguments: z.strictObject({ model: args.modelName, fields: args.fieldNames }),
    async run({ model: name, fields }, context) {
      const { model } = await modelCall(name, "read", context);
      checkFields(model, fields ?? []);
      const chosen = fields ?? Object.keys(model.fields).filter((field) => !model.fields[field]?.closed);
      const isDynamic = chosen.some((field) => model.fields[field]?.dynamic);
      const now = isDynamic ? (await context.models.now(name)).fields : {};
      const described = (field: string) =>
        describeField(model.fields[field]?.dynamic ? now[field] : model.fields[field]);
      return { model: name, fields: Object.fromEntries(chosen.map((field) => [field, described(field)])) };
    },
  }),
  tool({
    name: "search_records",
    title: "Search records",
    description: "Find records of any model by a domain, a page at a time, with the total.",
    effect: "read",
    input: { model: MODEL, ...SEARCH },
    required: ["model", "domain"],
    output: RESULTS.search,
    arguments: z.strictObject({
      model: args.modelName,
      domain: args.domain,
      fields: args.fieldNames,
      order: args.order,
      limit: args.limit,
      offset: args.offset,
    }),
    run: async ({ model, ...rest }, context) => records.searchRecords(await modelCall(model, "read", context), rest),
  }),
  tool({
    name: "search_count",
    title: "Count records",
    description: "Count the records of any model that match a domain.",
    effect: "read",
    input: { model: MODEL, domain: SEARCH.domain },
    required: ["model", "domain"],
    output: RESULTS.count,
    arguments: z.strictObject({ model: args.modelName, domain: args.domain }),
    run: async ({ model, ...rest }, context) => records.countRecords(await modelCall(model, "read", context), rest),
  }),
  tool({
    name: "aggregate_records",
    title: "Aggregate records",
    description:
      "Group records of any model and sum, average or count them. Amounts come with their currency, one group for each.",
    effect: "read",
    input: { model: MODEL, ...AGGREGATE },
    required: ["model", "domain"],
    output: RESULTS.aggregate,
    arguments: z.strictObject({ model: args.modelName, ...args.aggregation }),
    run: async ({ model, ...rest }, context) => aggregateRecords(await modelCall(model, "read", context), rest),
  }),
  tool({
    name: "read_records",
    title: "Read records",
    description: "Read records of any model by id. Ids that do not exist are listed as missing.",
    effect: "read",
    input: { model: MODEL, ids: IDS, fields: READ_FIELDS },
    required: ["model", "ids"],
    output: RESULTS.read,
    arguments: z.strictObject({ model: args.modelName, ids: args.recordIds, fields: args.fieldNames }),
    run: async ({ model, ...rest }, context) => records.readRecords(await modelCall(model, "read", context), rest),
  }),
  tool({
    name: "get_metadata",
    title: "Get metadata",
    description: "Tell who created and last changed records of any model, when, and their external ids.",
    effect: "read",
    input: { model: MODEL, ids: IDS },
    required: ["model", "ids"],
    output: RESULTS.read,
    arguments: z.strictObject({ model: args.modelName, ids: args.recordIds }),
    run: async ({ model, ids }, context) => records.metadataOf(await modelCall(model, "read", context), ids),
  }),
  tool({
    name: "create_record",
    title: "Create a record",
    description: "Create one record of any model. Prefer the model's own create tool where there is one.",
    effect: "create",
    input: { model: MODEL, values: VALUES, idempotency_key: IDEMPOTENCY_KEY, dry_run: DRY_RUN },
    required: ["model", "values"],
    output: RESULTS.create,
    arguments: z.strictObject({
      model: args.modelName,
      values: args.values,
      idempotency_key: args.idempotencyKey,
      dry_run: args.dryRun,
    }),
    run: async ({ model, dry_run, ...rest }, context) =>
      carryOutOrPreview(await createRecord(await modelCall(model, "create", context), rest), { dry_run }),
  }),
  tool({
    name: "create_records",
    title: "Create several records",
    description: "Create up to 100 records of one model in one transaction: all of them, or none.",
    effect: "create",
    input: { model: MODEL, records: { type: "array", items: VALUES, minItems: 1, maxItems: 100 }, dry_run: DRY_RUN },
    required: ["model", "records"],
    output: MANY,
    arguments: z.strictObject({
      model: args.modelName,
      records: z.array(args.values).min(1).max(100),
      dry_run: args.dryRun,
    }),
    run: async ({ model, dry_run, ...rest }, context) =>
      carryOutOrPreview(await createRecords(await modelCall(model, "create", context), rest), { dry_run }),
  }),
  tool({
    name: "update_record",
    title: "Update a record",
    description: "Change fields of one record of any model. null empties a field.",
    effect: "update",
    input: { model: MODEL, id: ID, values: VALUES, dry_run: DRY_RUN },
    required: ["model", "id", "values"],
    output: MANY,
    arguments: z.strictObject({ model: args.modelName, id: args.recordId, values: args.values, dry_run: args.dryRun }),
    run: async ({ model, id, values, dry_run }, context) =>
      carryOutOrPreview(await updateRecords(await modelCall(model, "update", context), { ids: [id], values }), {
        dry_run,
      }),
  }),
  tool({
    name: "update_records",
    title: "Update several records",
    description:
      "Change up to 100 records of one model, each to its own values of the same fields, in one transaction: all of them, or none. Archived records, lines and properties are changed with update_record.",
    effect: "update",
    input: { model: MODEL, updates: UPDATES, dry_run: DRY_RUN },
    required: ["model", "updates"],
    output: MANY,
    arguments: z.strictObject({
      model: args.modelName,
      updates: z
        .array(z.strictObject({ id: args.recordId, values: args.values }))
        .min(1)
        .max(100),
      dry_run: args.dryRun,
    }),
    run: async ({ model, dry_run, ...rest }, context) =>
      carryOutOrPreview(await updateEach(await modelCall(model, "update", context), rest), { dry_run }),
  }),
  tool({
    name: "delete_records",
    title: "Delete records",
    description: "Delete records of any model for good. Many models can be archived instead: update active to false.",
    effect: "delete",
    input: { model: MODEL, ids: IDS, dry_run: DRY_RUN },
    required: ["model", "ids"],
    output: DELETED,
    arguments: z.strictObject({ model: args.modelName, ids: args.recordIds, dry_run: args.dryRun }),
    run: async ({ model, dry_run, ...rest }, context) =>
      carryOutOrPreview(await deleteRecords(await modelCall(model, "delete", context), rest), { dry_run }),
  }),
  tool({
    name: "execute_workflow",
    title: "Execute a workflow step",
    description:
      "Press a button: call an object method, such as action_confirm of a sale.order. Answers done, or the next step. A wizard is completed by a second call with its handle, values and button instead of model and id.",
    effect: "act",
    input: {
      model: MODEL,
      id: ID,
      signal: { type: "string", description: "The object method's name." },
      wizard: { type: "string", description: "Handle of a wizard that an earlier step answered." },
      values: { type: "object", description: "What the wizard's form is filled in with." },
      dry_run: DRY_RUN,
    },
    required: ["signal"],
    output: RESULTS.act,
    arguments: z.strictObject({
      model: args.modelName.optional(),
      id: args.recordId.optional(),
      signal: z.string(),
      wizard: z.string().optional(),
      values: args.values.optional(),
      dry_run: args.dryRun,
    }),
    async run({ model, id, signal, wizard, values, dry_run }, context) {
      if (wizard !== undefined && model === undefined && id === undefined)
        return carryOutOrPreview(await completeDialogue(context, wizard, signal, values ?? {}), { dry_run });
      if (wizard !== undefined || values !== undefined || model === undefined || id === undefined) {
        const message = "Give either model and id (a record's button), or wizard and perhaps values (a wizard's).";
        throw new OdooError("validation", message);
      }
      const effect = context.policy.checkMethod(model, signal);
      return carryOutOrPreview(await pressButton(await modelCall(model, effect, context), [id], signal), { dry_run });
    },
  }),
];

async function listAllModels({ query }: { query?: string | undefined }, context: ToolContext) {
  const typed = context.models.known().map(({ name, label }) => ({ model: name, label, typed: true }));
  const names = new Set(typed.map(({ model }) => model));
  const others = await context.models.allowed(context.client);
  const all = [
    ...typed,
    ...others
      .filter(({ model, transient }) => !transient && !names.has(model))
      .map(({ model, label }) => ({ model, label })),
  ];
  const wanted = query?.toLowerCase() ?? "";
  const isOpen = (model: string) => context.policy.operations(model).value.length > 0;
  return {
    models: all.filter(({ model, label }) => isOpen(model) && `${model} ${label}`.toLowerCase().includes(wanted)),
  };
}
