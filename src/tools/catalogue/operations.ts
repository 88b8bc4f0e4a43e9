import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { pressButton } from "../actions/button.js";
import * as args from "../call/arguments.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolDefinition } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import type { ManifestModel } from "../generated/manifest.js";
import type { Effect, RecordOperation } from "../policy/effects.js";
import { aggregateRecords } from "../read/groups.js";
import { countRecords, readRecords, searchRecords } from "../read/records.js";
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
  /** The method that a button calls, and what it adds to the context. */
  button?: { method: string; context?: Readonly<Record<string, unknown>> | undefined };
}

export interface Operation<Arguments extends z.ZodObject = z.ZodObject> {
  /** Of "act" the policy tells whether it sends something. */
  effect: Effect;
  /** Beside the model, the company and the language. */
  arguments: Arguments;
  result: ToolDefinition["outputSchema"];
  /** `given` is what `arguments` makes of a call. */
  run(call: ModelCall, given: z.output<Arguments>, of: OfModel): Result;
}

/** For inference: the type of what `run` is given follows from its schema. */
const operation = <Arguments extends z.ZodObject>(row: Operation<Arguments>): Operation<Arguments> => row;

export const searchArguments = z.strictObject({
  domain: args.domain,
  fields: args.fieldNames.describe(
    'Fields to return; display_name if left out. "partner_id.email" follows a relation.',
  ),
  order: args.order,
  limit: args.limit,
  offset: args.offset,
});

export const readArguments = z.strictObject({
  ids: args.recordIds,
  fields: args.fieldNames.describe(
    'Fields to return; what can be written if left out. "order_line.price_unit" follows a relation.',
  ),
});

export const aggregateArguments = z.strictObject({
  domain: args.domain,
  group_by: args.groupBy,
  measures: args.measures,
  having: args.having,
  order: args.order.describe('Groups, measures or count, such as "amount_total:sum desc".'),
  limit: args.limit,
  offset: args.offset,
});

/** Fields of a create or update tool that it does not list one by one. */
const extra = args.values.optional().describe("Other fields; get_fields tells which.");

const chosen = z.strictObject({ ids: args.recordIds, dry_run: args.dryRun });

export const OPERATIONS = {
  search: operation({
    effect: "read",
    arguments: searchArguments,
    result: RESULTS.search,
    run: (call, given, { defaults }) =>
      searchRecords(call, { ...given, fields: given.fields ?? defaults?.searchFields }),
  }),
  read: operation({
    effect: "read",
    arguments: readArguments,
    result: RESULTS.read,
    run: (call, given, { defaults }) => readRecords(call, { ...given, fields: given.fields ?? defaults?.readFields }),
  }),
  count: operation({
    effect: "read",
    arguments: z.strictObject({ domain: args.domain }),
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
      values: args.values,
      extra,
      idempotency_key: args.idempotencyKey,
      dry_run: args.dryRun,
    }),
    result: RESULTS.create,
    run: async (call, { values, extra, idempotency_key, dry_run }) =>
      carryOutOrPreview(await createRecord(call, { values: together(values, extra), idempotency_key }), { dry_run }),
  }),
  update: operation({
    effect: "update",
    arguments: z.strictObject({ ids: args.recordIds, values: args.values, extra, dry_run: args.dryRun }),
    result: RESULTS.update,
    run: async (call, { ids, values, extra, dry_run }) =>
      carryOutOrPreview(await updateRecords(call, { ids, values: together(values, extra) }), { dry_run }),
  }),
  delete: operation({
    effect: "delete",
    arguments: chosen,
    result: RESULTS.delete,
    run: async (call, { ids, dry_run }) => carryOutOrPreview(await deleteRecords(call, { ids }), { dry_run }),
  }),
  act: operation({
    effect: "act",
    arguments: chosen,
    result: RESULTS.act,
    run: async (call, { ids, dry_run }, { button }) =>
      carryOutOrPreview(await pressButton(call, ids, button?.method ?? "", button?.context), { dry_run }),
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
