import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { explainedByDrift } from "../../odoo/instance/drift.js";
import { shown } from "../../odoo/notation/checks.js";
import { pressButton } from "../actions/acting.js";
import * as args from "../call/arguments.js";
import { parseArguments } from "../call/arguments.js";
import { inCallContext } from "../call/company-and-language.js";
import { type On, onModel } from "../call/model-call.js";
import type { Tool } from "../call/tool.js";
import { asWished } from "../change/carry-out.js";
import type { Manifest, ManifestModel, ManifestTool } from "../generated/manifest.js";
import { effectOf, type RecordOperation } from "../policy/effects.js";
import { aggregateRecords } from "../read/groups.js";
import * as records from "../read/records.js";
import * as writing from "../write/writing.js";

// The runtime behind generated/: one tool for each entry of the manifest.

/** Arguments of a search, and of a read. */
export const searchArguments = z.strictObject({
  domain: args.domain,
  fields: args.fieldNames,
  order: args.order,
  limit: args.limit,
  offset: args.offset,
});
const count = z.strictObject({ domain: args.domain });
const aggregate = z.strictObject(args.aggregation);
export const readArguments = z.strictObject({ ids: args.recordIds, fields: args.fieldNames });
const create = z.strictObject({
  values: args.values,
  extra: args.values.optional(),
  idempotency_key: args.idempotencyKey,
  dry_run: args.dryRun,
});
const update = z.strictObject({
  ids: args.recordIds,
  values: args.values,
  extra: args.values.optional(),
  dry_run: args.dryRun,
});
const recordsOnly = z.strictObject({ ids: args.recordIds, dry_run: args.dryRun });

/** The typed tools, in the manifest's order. */
export function modelTools(manifest: Manifest): Tool[] {
  return manifest.tools.map((entry) => ({
    definition: entry.tool,
    async run(given, context) {
      const call = await inCallContext(given, context);
      const { policy } = call.context;
      const effect =
        entry.operation === "act" ? policy.checkMethod(entry.model, entry.method) : effectOf(entry.operation);
      const on = await onModel(entry.model, effect, call.context);
      try {
        return entry.operation === "act"
          ? await press(entry, on, call.args)
          : await RUN[entry.operation](on, call.args, manifest.models[entry.model]);
      } catch (error) {
        throw explainedByDrift(error, on.model.fields);
      }
    },
  }));
}

type Run = (on: On, given: unknown, defaults: ManifestModel | undefined) => Promise<Record<string, unknown>>;

async function press(button: Extract<ManifestTool, { operation: "act" }>, on: On, given: unknown) {
  const { ids, dry_run } = await parseArguments(recordsOnly, given);
  return asWished(await pressButton(on, ids, button.method, button.context), { dry_run });
}

const RUN: Readonly<Record<RecordOperation, Run>> = {
  async search(on, given, defaults) {
    const found = await parseArguments(searchArguments, given);
    return records.searchRecords(on, { ...found, fields: found.fields ?? defaults?.searchFields });
  },
  async read(on, given, defaults) {
    const found = await parseArguments(readArguments, given);
    return records.readRecords(on, { ...found, fields: found.fields ?? defaults?.readFields });
  },
  async count(on, given) {
    return records.countRecords(on, await parseArguments(count, given));
  },
  async aggregate(on, given) {
    return aggregateRecords(on, await parseArguments(aggregate, given));
  },
  async create(on, given) {
    const { values, extra, idempotency_key, dry_run } = await parseArguments(create, given);
    return asWished(await writing.createRecord(on, { values: together(values, extra), idempotency_key }), { dry_run });
  },
  async update(on, given) {
    const { ids, values, extra, dry_run } = await parseArguments(update, given);
    return asWished(await writing.updateRecords(on, { ids, values: together(values, extra) }), { dry_run });
  },
  async delete(on, given) {
    const { ids, dry_run } = await parseArguments(recordsOnly, given);
    return asWished(await writing.deleteRecords(on, { ids }), { dry_run });
  },
};

/** `extra` holds fields like any other; it is apart only because the tool does not list them. */
function together(values: Record<string, unknown>, extra: Record<string, unknown> = {}): Record<string, unknown> {
  const twice = Object.keys(extra).find((name) => Object.hasOwn(values, name));
  if (twice) throw new OdooError("validation", `extra: ${shown(twice)} is in values too; give it once.`);
  return { ...values, ...extra };
}
