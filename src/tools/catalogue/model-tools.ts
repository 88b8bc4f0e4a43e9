import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { explainedByDrift } from "../../odoo/instance/drift.js";
import { shown } from "../../odoo/notation/checks.js";
import { pressButton } from "../actions/button.js";
import * as schemas from "../call/arguments.js";
import { parseArguments } from "../call/arguments.js";
import { inCompanyAndLanguage } from "../call/company-and-language.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { Tool } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import type { Manifest, ManifestModel, ManifestTool } from "../generated/manifest.js";
import { effectOf, type RecordOperation } from "../policy/effects.js";
import { aggregateRecords } from "../read/groups.js";
import * as records from "../read/records.js";
import { createRecord } from "../write/create.js";
import { deleteRecords } from "../write/delete.js";
import { updateRecords } from "../write/update.js";

// The runtime behind generated/: one tool for each entry of the manifest.

/** Arguments of a search, and of a read. */
export const searchArguments = z.strictObject({
  domain: schemas.domain,
  fields: schemas.fieldNames,
  order: schemas.order,
  limit: schemas.limit,
  offset: schemas.offset,
});
const count = z.strictObject({ domain: schemas.domain });
const aggregate = z.strictObject(schemas.aggregation);
export const readArguments = z.strictObject({ ids: schemas.recordIds, fields: schemas.fieldNames });
const create = z.strictObject({
  values: schemas.values,
  extra: schemas.values.optional(),
  idempotency_key: schemas.idempotencyKey,
  dry_run: schemas.dryRun,
});
const update = z.strictObject({
  ids: schemas.recordIds,
  values: schemas.values,
  extra: schemas.values.optional(),
  dry_run: schemas.dryRun,
});
const recordsOnly = z.strictObject({ ids: schemas.recordIds, dry_run: schemas.dryRun });

/** The typed tools, in the manifest's order. */
export function modelTools(manifest: Manifest): Tool[] {
  return manifest.tools.map((entry) => ({
    definition: entry.tool,
    async run(given, context) {
      const { args, context: own } = await inCompanyAndLanguage(given, context);
      const { policy } = own;
      const effect =
        entry.operation === "act" ? policy.checkMethod(entry.model, entry.method) : effectOf(entry.operation);
      const call = await modelCall(entry.model, effect, own);
      try {
        return entry.operation === "act"
          ? await press(entry, call, args)
          : await RUN[entry.operation](call, args, manifest.models[entry.model]);
      } catch (error) {
        throw explainedByDrift(error, call.model.fields);
      }
    },
  }));
}

type Run = (call: ModelCall, given: unknown, defaults: ManifestModel | undefined) => Promise<Record<string, unknown>>;

async function press(button: Extract<ManifestTool, { operation: "act" }>, call: ModelCall, given: unknown) {
  const { ids, dry_run } = await parseArguments(recordsOnly, given);
  return carryOutOrPreview(await pressButton(call, ids, button.method, button.context), { dry_run });
}

const RUN: Readonly<Record<RecordOperation, Run>> = {
  async search(call, given, defaults) {
    const found = await parseArguments(searchArguments, given);
    return records.searchRecords(call, { ...found, fields: found.fields ?? defaults?.searchFields });
  },
  async read(call, given, defaults) {
    const found = await parseArguments(readArguments, given);
    return records.readRecords(call, { ...found, fields: found.fields ?? defaults?.readFields });
  },
  async count(call, given) {
    return records.countRecords(call, await parseArguments(count, given));
  },
  async aggregate(call, given) {
    return aggregateRecords(call, await parseArguments(aggregate, given));
  },
  async create(call, given) {
    const { values, extra, idempotency_key, dry_run } = await parseArguments(create, given);
    return carryOutOrPreview(await createRecord(call, { values: together(values, extra), idempotency_key }), {
      dry_run,
    });
  },
  async update(call, given) {
    const { ids, values, extra, dry_run } = await parseArguments(update, given);
    return carryOutOrPreview(await updateRecords(call, { ids, values: together(values, extra) }), { dry_run });
  },
  async delete(call, given) {
    const { ids, dry_run } = await parseArguments(recordsOnly, given);
    return carryOutOrPreview(await deleteRecords(call, { ids }), { dry_run });
  },
};

/** `extra` holds fields like any other; it is apart only because the tool does not list them. */
function together(values: Record<string, unknown>, extra: Record<string, unknown> = {}): Record<string, unknown> {
  const twice = Object.keys(extra).find((name) => Object.hasOwn(values, name));
  if (twice) throw new OdooError("validation", `extra: ${shown(twice)} is in values too; give it once.`);
  return { ...values, ...extra };
}
