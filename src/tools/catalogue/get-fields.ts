import { z } from "zod";
import { type Field, isWritable, type Model } from "../../odoo/schema/schema.js";
import * as argument from "../call/arguments.js";
import { describeField, fieldLine } from "../call/describe-field.js";
import { modelCall } from "../call/model-call.js";
import { checkFields } from "../call/named-fields.js";
import type { ToolContext } from "../call/tool.js";
import { typedFields } from "../guard/on-screen.js";

const MAX_QUERY = 256;

export const getFieldsArguments = z.strictObject({
  model: argument.modelName,
  fields: argument.fieldNames.describe("These, whole; else a line each."),
  query: z.string().max(MAX_QUERY).optional().describe("In name or label."),
  writable: z.boolean().optional(),
});

/** Fields that are named, with all that is known of them; else all, or those that are looked for, in a line each. */
export async function getFields(
  { model: name, fields, query = "", writable = false }: z.output<typeof getFieldsArguments>,
  context: ToolContext,
): Promise<Record<string, unknown>> {
  const { model } = await modelCall(name, "read", context);
  checkFields(model, fields ?? []);
  const words = wordsOf(query);
  const typed = await typedFields(model, context);
  const all = Object.entries(model.fields).map(([own, field]): [string, Field] =>
    // What screens let nobody change is no more written than what Odoo computes.
    typed?.readonly.has(own) && !typed.typed.has(own) ? [own, { ...field, readonly: true }] : [own, field],
  );
  const chosen = all.filter(
    ([own, field]) =>
      !field.closed &&
      (fields?.includes(own) ?? true) &&
      (!writable || isWritable(own, field)) &&
      words.every((word) => wordsOf(`${own} ${field.string}`).some((one) => one.startsWith(word))),
  );
  const told = fields
    ? await whole(model, chosen, fields, context)
    : chosen.map(([own, field]) => [own, fieldLine(own, field)]);
  return { model: name, fields: Object.fromEntries(told) };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** In the order that they are named. */
async function whole(
  model: Model,
  chosen: readonly [string, Field][],
  names: readonly string[],
  { models }: ToolContext,
): Promise<[string, unknown][]> {
  const now = chosen.some(([, { dynamic }]) => dynamic) ? (await models.now(model.name)).fields : {};
  const byName = new Map(chosen);
  return names.flatMap((name): [string, unknown][] => {
    const field = byName.get(name);
    return field
      ? [[name, describeField(field.dynamic ? { ...field, selection: now[name]?.selection ?? [] } : field)]]
      : [];
  });
}
