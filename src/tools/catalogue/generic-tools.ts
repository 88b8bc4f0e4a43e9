import { z } from "zod";
import * as argument from "../call/arguments.js";
import { modelCall } from "../call/model-call.js";
import type { Tool } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import { effectOfMethod } from "../policy/policy.js";
import { lookUp } from "../read/look-up.js";
import { metadataOf } from "../read/records.js";
import { sendingAs } from "../sending/switches.js";
import { createRecords } from "../write/create.js";
import { updateEach } from "../write/update-each.js";
import { CONVERSATION_TOOLS } from "./conversation-tools.js";
import { executeWorkflow } from "./execute-workflow.js";
import { FILE_TOOLS } from "./file-tools.js";
import { findSteps } from "./find-steps.js";
import { type GenericTool, tool } from "./generic-tool.js";
import { getFields, getFieldsArguments } from "./get-fields.js";
import { LIST, RESULTS, resultSchema } from "./json-schemas.js";
import { listAllModels } from "./list-models.js";
import { OPERATIONS, type Operation } from "./operations.js";
import { findArguments } from "./search-tools.js";
import { shownFields } from "./shown-fields.js";

// Tools for every model, beside the typed ones: for what the config left out.

const VALUES = argument.values.describe(
  "get_fields tells the fields. A many2one is an id, lines are {create: [...], update: [...]}.",
);
const ID = argument.recordId.meta({ type: "integer", minimum: 1 });
const BY_NAME = { type: "object", description: "By name." };

const MAX_QUERY = 256;
/** The most records that one call creates or changes one by one. */
const MANY = 100;

/** An operation on the records of any model. */
function operationTool<Arguments extends z.ZodObject>(
  operation: Operation<Arguments>,
  wording: Pick<GenericTool<never>, "name" | "title" | "description" | "telling">,
): Tool {
  return tool({
    ...wording,
    effect: operation.effect,
    arguments: z.strictObject({ model: argument.modelName, ...operation.arguments.shape }),
    output: operation.result,
    async run({ model, ...args }, context) {
      const call = await modelCall(String(model), operation.effect, context);
      return operation.run(call, args as z.output<Arguments>, { defaults: shownFields(call.model) });
    },
  });
}

/** The generic tools, in the order they are listed. */
export const GENERIC_TOOLS: readonly Tool[] = [
  tool({
    name: "list_models",
    title: "List models",
    description:
      "Find the Odoo models that hold what people call so, the best match first; without query all that this user can work with. can: what is allowed; where: the values that make a record one; steps: what people do with them beside, for execute_workflow, and which open dialogues. Prefer the tools of typed ones.",
    effect: "read",
    arguments: z.strictObject({
      query: z.string().max(MAX_QUERY).optional().describe('Such as "vendor bill" or "employee leave".'),
    }),
    output: resultSchema({ models: LIST, note: { type: "string" } }),
    run: listAllModels,
  }),
  tool({
    name: "get_fields",
    title: "Get fields",
    description:
      "Describe the fields of a model, a line each: type, relation or values, required, readonly, label. With fields: all of it, with help and every value.",
    effect: "read",
    arguments: getFieldsArguments,
    output: resultSchema({ model: { type: "string" }, fields: BY_NAME, note: { type: "string" } }),
    run: getFields,
  }),
  tool({
    name: "look_up",
    title: "Look up names",
    description:
      "Turn names into ids, up to 50 of several models in one call: before a create or update, instead of searches. One that is not clear answers candidates or the nearest, never a guess.",
    effect: "read",
    arguments: z.strictObject({ names: argument.recordNames }),
    output: RESULTS.lookUp,
    run: ({ names }, context) => lookUp(names, context),
  }),
  operationTool(OPERATIONS.search, {
    name: "search_records",
    title: "Search records",
    description: "Find records of any model by a domain, a page at a time, with the total.",
    telling: "whole",
  }),
  operationTool(OPERATIONS.count, {
    name: "search_count",
    title: "Count records",
    description: "Count the records of any model that match a domain.",
  }),
  operationTool(OPERATIONS.aggregate, {
    name: "aggregate_records",
    title: "Aggregate records",
    description:
      "Group records of any model and sum, average or count them. Amounts come with their currency, one group for each.",
    telling: "whole",
  }),
  operationTool(OPERATIONS.read, {
    name: "read_records",
    title: "Read records",
    description: "Read records of any model by id. Ids that do not exist are listed as missing.",
  }),
  tool({
    name: "get_metadata",
    title: "Get metadata",
    description: "Tell who created and last changed records of any model, when, and their external ids.",
    effect: "read",
    arguments: z.strictObject({ model: argument.modelName, ids: argument.recordIds }),
    output: RESULTS.read,
    run: async ({ model, ids }, context) => metadataOf(await modelCall(model, "read", context), ids),
  }),
  tool({
    name: "create_record",
    title: "Create a record",
    description: "Create one record of any model. Prefer the model's own create tool where there is one.",
    effect: "create",
    arguments: z.strictObject({
      model: argument.modelName,
      ...OPERATIONS.create.arguments.omit({ extra: true }).shape,
      values: VALUES,
    }),
    output: RESULTS.create,
    run: async ({ model, ...args }, context) =>
      OPERATIONS.create.run(await modelCall(model, "create", context), args, {}),
  }),
  tool({
    name: "create_records",
    title: "Create several records",
    description: "Create up to 100 records of one model in one transaction: all of them, or none.",
    effect: "create",
    arguments: z.strictObject({
      model: argument.modelName,
      records: z.array(VALUES).min(1).max(MANY),
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    output: RESULTS.createMany,
    run: async ({ model, records, dry_run, notify }, context) => {
      const call = sendingAs(await modelCall(model, "create", context), { notify, dry_run });
      return carryOutOrPreview(await createRecords(call, { records }), { dry_run });
    },
  }),
  tool({
    name: "update_record",
    title: "Update a record",
    description: "Change fields of one record of any model. null empties a field.",
    effect: "update",
    arguments: z.strictObject({
      model: argument.modelName,
      id: ID,
      values: VALUES,
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    output: RESULTS.update,
    run: async ({ model, id, ...args }, context) =>
      OPERATIONS.update.run(await modelCall(model, "update", context), { ids: [id], ...args }, {}),
  }),
  tool({
    name: "update_records",
    title: "Update several records",
    description:
      "Change up to 100 records of one model, each to its own values of the same fields, in one transaction: all of them, or none. update_record changes archived ones, lines and properties.",
    effect: "update",
    arguments: z.strictObject({
      model: argument.modelName,
      updates: z
        .array(z.strictObject({ id: ID, values: VALUES }))
        .min(1)
        .max(MANY),
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    output: RESULTS.update,
    run: async ({ model, updates, dry_run, notify }, context) => {
      const call = sendingAs(await modelCall(model, "update", context), { notify, dry_run });
      return carryOutOrPreview(await updateEach(call, { updates }), { dry_run });
    },
  }),
  operationTool(OPERATIONS.delete, {
    name: "delete_records",
    title: "Delete records",
    description: "Delete records of any model for good. Many models can be archived instead: update active to false.",
  }),
  tool({
    name: "find_tools",
    title: "Find steps",
    description:
      'Find what people do on Odoo\'s screens beside the listed tools: steps of buttons, of the Action and Print menus, by keywords such as "merge contacts" or "print label". execute_workflow takes them by model and signal.',
    effect: "read",
    arguments: findArguments,
    output: resultSchema({ steps: LIST }),
    run: async (asked, context) => ({ steps: await findSteps(asked, context) }),
  }),
  tool({
    name: "execute_workflow",
    title: "Execute a workflow step",
    description:
      "Take a step that people take on Odoo's screens: a button such as action_confirm of a sale.order, an entry of the Action or Print menu; find_tools and list_models tell which. values and button fill in and confirm the dialogue that opens; one that was not confirmed is answered as next, with its handle, and completed by a second call with wizard, values and signal.",
    effect: "act",
    effectOf: (model, { signal }) =>
      model !== undefined && typeof signal === "string" ? effectOfMethod(model, signal) : "act",
    arguments: z.strictObject({
      model: argument.modelName.optional(),
      id: ID.optional(),
      ids: argument.recordIds.optional().describe("Instead of id, for several."),
      signal: argument.name.describe("The step's name; of a wizard, its button."),
      wizard: argument.handle.optional().describe("Handle of a dialogue that an earlier step answered."),
      values: argument.values.optional().describe("What the dialogue is filled in with."),
      button: argument.button,
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    output: RESULTS.act,
    run: executeWorkflow,
  }),
  ...CONVERSATION_TOOLS,
  ...FILE_TOOLS,
];
