import { z } from "zod";
import * as args from "./arguments.js";
import { parseArguments } from "./arguments.js";
import { inCallContext } from "./call-context.js";
import type { Manifest, ManifestTool } from "./manifest.js";
import type { RecordOperation } from "./operations.js";
import * as records from "./records.js";
import type { Tool, ToolContext } from "./tool.js";

// The runtime behind generated/: one tool for each entry of the manifest.

const search = z.strictObject({
  domain: args.domain,
  fields: args.fieldNames,
  order: args.order,
  limit: args.limit,
  offset: args.offset,
});
const count = z.strictObject({ domain: args.domain });
const read = z.strictObject({ ids: args.recordIds, fields: args.fieldNames });
const create = z.strictObject({ values: args.values, idempotency_key: args.idempotencyKey });
const update = z.strictObject({ ids: args.recordIds, values: args.values });
const remove = z.strictObject({ ids: args.recordIds });

/** The typed tools, in the manifest's order. */
export function modelTools(manifest: Manifest): Tool[] {
  return manifest.tools.map((entry) => ({
    definition: entry.tool,
    async run(given, context) {
      const call = await inCallContext(given, context);
      return RUN[entry.operation](entry, call.args, call.context);
    },
  }));
}

type Run = (entry: ManifestTool, given: unknown, context: ToolContext) => Promise<Record<string, unknown>>;

const on = async (entry: ManifestTool, context: ToolContext) => ({
  model: await context.models.get(entry.model),
  context,
});

const RUN: Readonly<Record<RecordOperation, Run>> = {
  async search(entry, given, context) {
    return records.searchRecords(await on(entry, context), await parseArguments(search, given));
  },
  async read(entry, given, context) {
    return records.readRecords(await on(entry, context), await parseArguments(read, given));
  },
  async count(entry, given, context) {
    return records.countRecords(await on(entry, context), await parseArguments(count, given));
  },
  async create(entry, given, context) {
    return records.createRecord(await on(entry, context), await parseArguments(create, given));
  },
  async update(entry, given, context) {
    return records.updateRecords(await on(entry, context), await parseArguments(update, given));
  },
  async delete(entry, given, context) {
    return records.deleteRecords(await on(entry, context), await parseArguments(remove, given));
  },
};
