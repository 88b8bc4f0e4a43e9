import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { printRecords } from "../actions/print-records.js";
import { type Step, takeStep } from "../actions/take-step.js";
import * as argument from "../call/arguments.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolDefinition } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import type { ManifestModel } from "../generated/manifest.js";
import type { Effect, RecordOperation } from "../policy/effects.js";
import { aggregateRecords } from "../read/groups.js";
import { countRecords, readRecords, searchRecords } from "../read/records.js";
import { sendingAs } from "../sending/switches.js";
import { createRecord } from "../write/create.js";
import { deleteRecords } from "../write/delete.js";
import { updateRecords } from "../write/update.js";
import { RESULTS } from "./json-schemas.js";

// What can be done with a model's records, a row each: what it takes, what it does, what it answers. Typed and generic
// tools, codegen and the client of scripts all take it from here.

type Result = Promise<Record<string, unknown>>;

/** What an operation knows beside its arguments, of a model with tools. */
export interface OfModel {
  /** What search and read answer when no fields are asked for. */
  defaults?: Pick<ManifestModel, "searchFields" | "readFields"> | undefined;
  /** The step that an act tool takes. */
  step?: Step;
}

export interface Operation<Arguments extends z.ZodObject = z.ZodObject> {
  /** Of "act" the policy tells whether it sends something. */
  effect: Effect;
  /** Beside the model, the company and the language. */
  arguments: Arguments;
  result: ToolDefinition["outputSchema"];
  /** `args` is what `arguments` makes of those of a call. */
  run(call: ModelCall, args: z.output<Arguments>, of: OfModel): Result;
}

/** For inference: the type of what `run` is args follows from its schema. */
const operation = <Arguments extends z.ZodObject>(row: Operation<Arguments>): Operation<Arguments> => row;

const PATHS = "Or partner_id.email";

export const searchArguments = z.strictObject({
  domain: argument.domain,
  fields: argument.fieldNames.meta({
    description: 'Fields to return; display_name if left out. "partner_id.email" follows a relation.',
    brief: PATHS,
  }),
  order: argument.order,
  limit: argument.limit,
  offset: argument.offset,
});

export const readArguments = z.strictObject({
  ids: argument.recordIds,
  fields: argument.fieldNames.meta({
    description: 'Fields to return; what can be written if left out. "order_line.price_unit" follows a relation.',
    brief: PATHS,
  }),
});

export const aggregateArguments = z.strictObject({
  domain: argument.optionalDomain,
  group_by: argument.groupBy,
  measures: argument.measures,
  having: argument.having,
  order: argument.order.meta({
    description: 'Groups, measures or count, such as "amount_total:sum desc".',
    brief: "amount_total:sum desc",
  }),
  limit: argument.limit,
  offset: argument.offset,
});

/** Fields of a create or update tool that it does not list one by one. */
const extra = argument.values
  .optional()
  .meta({ description: "Other fields; get_fields tells which.", brief: "Other fields." });

const chosen = z.strictObject({ ids: argument.recordIds, dry_run: argument.dryRun });

export const OPERATIONS = {
  search: operation({
    effect: "read",
    arguments: searchArguments,
    result: RESULTS.search,
    run: (call, args, { defaults }) => searchRecords(call, { ...args, fields: args.fields ?? defaults?.searchFields }),
  }),
  read: operation({
    effect: "read",
    arguments: readArguments,
    result: RESULTS.read,
    run: (call, args, { defaults }) => readRecords(call, { ...args, fields: args.fields ?? defaults?.readFields }),
  }),
  count: operation({
    effect: "read",
    arguments: z.strictObject({ domain: argument.optionalDomain }),
    result: RESULTS.count,
    run: countRecords,
  }),
  aggregate: operation({
    effect: "read",
    arguments: aggregateArguments,
    result: RESULTS.aggregate,
    run: aggregateRecords,
  }),
  create: operation({
    effect: "create",
    arguments: z.strictObject({
      values: argument.values,
      extra,
      idempotency_key: argument.idempotencyKey,
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    result: RESULTS.create,
    run: async (call, { values, extra, idempotency_key, dry_run, notify }) => {
      const given = { values: together(values, extra), idempotency_key };
      return carryOutOrPreview(await createRecord(sendingAs(call, { notify, dry_run }), given), { dry_run });
    },
  }),
  update: operation({
    effect: "update",
    arguments: z.strictObject({
      ids: argument.recordIds,
      values: argument.values,
      extra,
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    result: RESULTS.update,
    run: async (call, { ids, values, extra, dry_run, notify }) => {
      const given = { ids, values: together(values, extra) };
      return carryOutOrPreview(await updateRecords(sendingAs(call, { notify, dry_run }), given), { dry_run });
    },
  }),
  delete: operation({
    effect: "delete",
    arguments: chosen,
    result: RESULTS.delete,
    run: async (call, { ids, dry_run }) => carryOutOrPreview(await deleteRecords(call, { ids }), { dry_run }),
  }),
  act: operation({
    effect: "act",
    arguments: z.strictObject({
      ids: argument.recordIds,
      values: argument.values.optional().describe("What the dialogue is filled in with, if one opens."),
      button: argument.button,
      dry_run: argument.dryRun,
      notify: argument.notify,
    }),
    result: RESULTS.act,
    run: async (call, { ids, values, button, dry_run, notify }, { step = { name: "" } }) =>
      step.action?.kind === "report"
        ? { ...(await printRecords(call, ids, { name: step.name, action: step.action })) }
        : carryOutOrPreview(await takeStep(sendingAs(call, { notify, dry_run }), ids, step, { values, button }), {
            dry_run,
          }),
  }),
} satisfies Record<RecordOperation | "act", object>;

/** An operation by its name, whatever its arguments are: what `arguments` has parsed is what `run` takes. */
export const operationOf = (name: RecordOperation | "act") => OPERATIONS[name] as unknown as Operation;

/** `extra` holds fields like any other; it is apart only because the tool does not list them. */
function together(values: Record<string, unknown>, extra: Record<string, unknown> = {}): Record<string, unknown> {
  const twice = Object.keys(extra).find((name) => Object.hasOwn(values, name));
  if (twice) throw new OdooError("validation", `extra: ${shown(twice)} is in values too; give it once.`);
  return { ...values, ...extra };
}
