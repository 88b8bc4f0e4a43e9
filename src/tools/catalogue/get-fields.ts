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

/**
 * Fields that are named, with all that is known of them; else those that are looked for, or all but what many models have
 * alike, in a line each.
 */
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
  if (fields) return { model: name, fields: Object.fromEntries(await whole(model, chosen, fields, context)) };
  const common = words.length === 0 ? commonFields(model) : NONE;
  const told = chosen.filter(([own]) => !common.has(own)).map(([own, field]) => [own, fieldLine(own, field)]);
  return { model: name, fields: Object.fromEntries(told), ...(words.length === 0 ? { note: NOTE } : {}) };
}

const NONE: ReadonlySet<string> = new Set();

/** What every model has, and models with messages and with activities (14 to 19), by a field that only such have. */
const COMMON: readonly (readonly [mark: string, names: readonly string[]])[] = [
  ["id", ["id", "display_name", "create_date", "create_uid", "write_date", "write_uid"]],
  [
    "message_has_error",
    [
      "has_message",
      "message_attachment_count",
      "message_channel_ids",
      "message_follower_ids",
      "message_has_error",
      "message_has_error_counter",
      "message_has_sms_error",
      "message_ids",
      "message_is_follower",
      "message_main_attachment_id",
      "message_needaction",
      "message_needaction_counter",
      "message_partner_ids",
      "message_unread",
      "message_unread_counter",
      "website_message_ids",
    ],
  ],
  [
    "activity_exception_decoration",
    [
      "activity_calendar_event_id",
      "activity_date_deadline",
      "activity_exception_decoration",
      "activity_exception_icon",
      "activity_ids",
      "activity_state",
      "activity_summary",
      "activity_type_icon",
      "activity_type_id",
      "activity_user_id",
      "my_activity_date_deadline",
    ],
  ],
];

const commonFields = ({ fields }: Model): ReadonlySet<string> =>
  new Set(COMMON.flatMap(([mark, names]) => (Object.hasOwn(fields, mark) ? names : [])));

const NOTE =
  'Not listed: id, display_name, create_date, create_uid, write_date, write_uid; of messages and activities, see query "message", "activity".';

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
